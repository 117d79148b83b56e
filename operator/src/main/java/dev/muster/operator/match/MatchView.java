package dev.muster.operator.match;

import dev.muster.api.v1alpha1.Api;
import dev.muster.api.v1alpha1.AssignmentStatus.LocationStatus;
import dev.muster.api.v1alpha1.Match;
import dev.muster.api.v1alpha1.MatchStatus;
import dev.muster.api.v1alpha1.PortChange;
import dev.muster.operator.gameserver.GameServer;
import dev.muster.operator.objects.Names;
import dev.muster.operator.objects.Times;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * All that a plan for a match is made from.
 *
 * @param match the match
 * @param now the time
 * @param server what its revision says of the server
 * @param serverProblem why {@code server} is empty
 * @param pods the match's own pods
 * @param home what the server would be told of the Matchmaker
 * @param address where players reach the current pod; asked for only once it is assignable
 * @param location where that is
 * @param freshRequestId the request id of an attempt that begins now
 * @param filling what a match that fills a Backfill finds
 * @param turn whether a server may be started now
 * @param ports what can be done about the current pod's host ports, if they are taken
 */
record MatchView(
    Match match,
    Instant now,
    Optional<GameServer> server,
    Optional<Problem> serverProblem,
    List<Pod> pods,
    HomeLookup home,
    Optional<NodeAddress> address,
    LocationStatus location,
    String freshRequestId,
    FillingView filling,
    Turn turn,
    Optional<PortOutlook> ports) {
  private static final MatchStatus NEW =
      new MatchStatus(null, null, null, null, null, null, null, null, null, null, null, null, null);

  /** Why something cannot be. */
  record Problem(Reason reason, String message) {}

  /** The same view of the match as it is now. */
  MatchView of(Match changed) {
    return new MatchView(
        changed,
        now,
        server,
        serverProblem,
        pods,
        home,
        address,
        location,
        freshRequestId,
        filling,
        turn,
        ports);
  }

  /** The same with what was found for a server of its own. */
  MatchView with(
      HomeLookup foundHome,
      Optional<NodeAddress> foundAddress,
      LocationStatus foundLocation,
      Optional<PortOutlook> foundPorts) {
    return new MatchView(
        match,
        now,
        server,
        serverProblem,
        pods,
        foundHome,
        foundAddress,
        foundLocation,
        freshRequestId,
        filling,
        turn,
        foundPorts);
  }

  /** The same with what a match that fills a Backfill finds. */
  MatchView with(FillingView found) {
    return new MatchView(
        match,
        now,
        server,
        serverProblem,
        pods,
        home,
        address,
        location,
        freshRequestId,
        found,
        turn,
        ports);
  }

  /** The same with the answer whether a server may be started, at the time of that answer. */
  MatchView with(Turn answer) {
    return new MatchView(
        match,
        answer instanceof Turn.Go go ? go.at() : now,
        server,
        serverProblem,
        pods,
        home,
        address,
        location,
        freshRequestId,
        filling,
        answer,
        ports);
  }

  /** Whether an attempt could begin: the first, or one after a failed one. */
  boolean mayBegin() {
    return attempt() == 0 || status().failedAt() != null;
  }

  /** The status, or one without anything. */
  MatchStatus status() {
    return status(match);
  }

  /** The match's status, or one without anything. */
  static MatchStatus status(Match match) {
    return match.getStatus() == null ? NEW : match.getStatus();
  }

  /** The attempt, from 1; 0 before the first. */
  int attempt() {
    return attempt(match);
  }

  static int attempt(Match match) {
    var attempt = status(match).attempt();
    return attempt == null ? 0 : attempt;
  }

  /** The attempts whose host ports were taken. */
  List<PortChange> portChanges() {
    return portChanges(match);
  }

  static List<PortChange> portChanges(Match match) {
    var changes = status(match).portChanges();
    return changes == null ? List.of() : changes;
  }

  /** The host ports that the match has tried in vain. */
  static Set<String> triedPorts(Match match) {
    return portChanges(match).stream()
        .map(PortChange::ports)
        .filter(Objects::nonNull)
        .flatMap(List::stream)
        .collect(Collectors.toSet());
  }

  /** The name of the current attempt's pod. */
  String podName() {
    return Names.pod(match.getMetadata().getName(), attempt());
  }

  /** The current attempt's pod. */
  Optional<ServerPod> pod() {
    return pods.stream()
        .filter(pod -> podName().equals(pod.getMetadata().getName()))
        .map(this::asked)
        .findFirst();
  }

  /** Every pod with a process that still runs or may. */
  List<ServerPod> livePods() {
    return pods.stream().map(this::asked).filter(pod -> !pod.isDead()).toList();
  }

  /** Whether the server has asked to be stopped. */
  boolean stopRequested() {
    return has(Api.STOP_ANNOTATION);
  }

  /** Whether the match is over. */
  boolean hasEnded() {
    return hasEnded(match);
  }

  static boolean hasEnded(Match match) {
    var phase = status(match).phase();
    return phase == MatchStatus.Phase.Completed || phase == MatchStatus.Phase.Failed;
  }

  /** When the match was made. */
  Instant createdAt() {
    return Times.parse(match.getMetadata().getCreationTimestamp()).orElse(now);
  }

  /** Whether the match carries an annotation. */
  boolean has(String annotation) {
    var annotations = match.getMetadata().getAnnotations();
    return annotations != null && annotations.containsKey(annotation);
  }

  private ServerPod asked(Pod pod) {
    return new ServerPod(pod, server.map(GameServer::container));
  }
}
