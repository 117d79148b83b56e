package dev.muster.engine.ticket;

import java.util.Objects;

/**
 * Why a search ended without a match.
 *
 * @param reason for programs
 * @param message for people: what happened, and what to do about it
 */
public record Cancellation(Reason reason, String message) {
  /** The reasons, by the names that answers, conditions and Events use. */
  public enum Reason {
    /** It searched for the profile's ticketExpirationPeriod. */
    EXPIRED("Expired"),
    /** A client deleted the ticket, a membership of its group, or the group. */
    DELETED("Deleted"),
    /** A rule looks at an attribute that a ticket of the group lacks, and has no default. */
    MISSING_ATTRIBUTE("MissingAttribute"),
    /** Under the changed rules the group can never match. */
    RULES_CHANGED("RulesChanged"),
    /** The profile was deleted, or another Matchmaker serves it now. */
    PROFILE_DELETED("ProfileDeleted"),
    /** Three matches in a row could not start a game server. */
    START_FAILED("StartFailed"),
    /** The group formed for the profile's groupInactivityRemovalPeriod without a sign of life. */
    INACTIVE("Inactive");

    private final String text;

    Reason(String text) {
      this.text = text;
    }

    /** The name in CamelCase. */
    public String text() {
      return text;
    }
  }

  public Cancellation {
    Objects.requireNonNull(reason, "reason");
    Objects.requireNonNull(message, "message");
  }
}
