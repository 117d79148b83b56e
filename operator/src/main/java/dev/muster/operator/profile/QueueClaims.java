package dev.muster.operator.profile;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/**
 * Which profile a queue belongs to. A queue that is served stays with its profile; of profiles that
 * ask for a free one at the same time the older gets it.
 */
final class QueueClaims {
  private static final Comparator<Claim> BY_AGE =
      Comparator.comparing(Claim::createdAt).thenComparing(Claim::profile);

  private QueueClaims() {}

  /**
   * What a profile says of queues.
   *
   * @param profile its name
   * @param createdAt when it was made, as it stands in its metadata
   * @param asksFor the queue of its spec; empty when that was refused for something else, or asks
   *     for it elsewhere
   * @param serves the queue of its revision in force, unless that is served elsewhere
   */
  record Claim(
      String profile, String createdAt, Optional<String> asksFor, Optional<String> serves) {}

  /**
   * The profile that keeps another from having the queue it asks for.
   *
   * @param others what the other profiles say of the queues of the same Matchmaker
   */
  static Optional<String> takenBy(Claim claim, Collection<Claim> others) {
    if (claim.asksFor().isEmpty() || claim.serves().equals(claim.asksFor())) {
      return Optional.empty();
    }
    return others.stream()
        .filter(other -> other.serves().equals(claim.asksFor()) || isBefore(other, claim))
        .min(BY_AGE)
        .map(Claim::profile);
  }

  private static boolean isBefore(Claim other, Claim claim) {
    return other.asksFor().equals(claim.asksFor()) && BY_AGE.compare(other, claim) < 0;
  }
}
