package dev.muster.runtime.store;

/** The state of a ticket or membership, by the names that clients see. */
public enum TicketStatus {
  /** A membership of a group that still forms. */
  INITIAL,
  /** It searches. */
  SEARCHING,
  /** It is in a match whose server is being started. */
  MATCH_FOUND,
  /** It may connect. */
  HOST_ASSIGNED,
  /** It ended without a match. */
  CANCELLED
}
