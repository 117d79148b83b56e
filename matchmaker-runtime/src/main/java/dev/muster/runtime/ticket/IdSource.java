package dev.muster.runtime.ticket;

/** Where ids come from. Thread-safe. */
public interface IdSource {
  /** For tickets, teams and the names of Matches: 20 characters of lower-case base32hex. */
  String xid();

  /** For groups: a random UUID (version 4). */
  String uuid();
}
