package dev.muster.runtime.loop;

import java.util.Objects;

/**
 * Why a match never got a server.
 *
 * @param reason for programs, CamelCase
 * @param message for people; the players read it when their tickets are cancelled
 * @param counted whether it counts towards the failures after which a group is cancelled; a
 *     Backfill that someone else filled does not
 */
public record MatchFailure(String reason, String message, boolean counted) {
  public MatchFailure {
    Objects.requireNonNull(reason, "reason");
    Objects.requireNonNull(message, "message");
  }
}
