package dev.muster.operator.match;

/** Why a match, or an attempt to start its server, is as it is: reasons of conditions. */
enum Reason {
  /** The spec makes sense. */
  Accepted,
  /** The spec lacks something that every match has. */
  InvalidSpec,
  /** The revision that the match names does not exist. */
  RevisionMissing,
  /** The revision holds what this operator cannot start. */
  RevisionUnusable,
  /** The Matchmaker that the match names does not exist, or has no address yet. */
  MatchmakerMissing,
  /** A Secret that the server's environment needs does not exist, or lacks a key. */
  SecretMissing,
  /** So many matches of the Matchmaker have a server as may. */
  MaxRunningMatches,
  /** So many servers of the Matchmaker were started in the last second as may be. */
  MaxStartsPerSecond,
  /** The host ports of the pod are taken wherever it could go. */
  PortTaken,
  /** The Matchmaker's range has fewer ports than one server needs, or none that is not taken. */
  HostPortsExhausted,
  /** The API server refused the pod. */
  PodRefused,
  /** Something else has the name that the pod should have. */
  PodNameTaken,
  /** Someone deleted the pod. */
  PodDeleted,
  /** The pod of a failed attempt does not go away. */
  PodStuck,
  /** The pod is not scheduled, or its image is not there. */
  Pending,
  /** The container runs, but players cannot be told yet. */
  Starting,
  /** It was not scheduled, or its image not pulled, in time. */
  PendingTimeout,
  /** The server was not ready in time. */
  StartTimeout,
  /** The server ended before players could be told. */
  ServerExited,
  /** Players are told the address. */
  Assigned,
  /** The server ended by itself, with code 0. */
  Exited,
  /** The server ended with another code, or was killed. */
  Crashed,
  /** The match ran for as long as its profile allows. */
  MaxDuration,
  /** The server asked to be stopped. */
  Stopped,
  /** Someone deleted the pod of an assigned match. */
  Deleted,
  /** The Backfill that the match fills is gone, or has ended. */
  BackfillGone,
  /** Another match fills the Backfill. */
  BackfillTaken
}
