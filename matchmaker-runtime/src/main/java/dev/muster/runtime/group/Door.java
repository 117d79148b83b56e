package dev.muster.runtime.group;

import dev.muster.engine.Entry;
import dev.muster.engine.profile.Problem;
import dev.muster.engine.ticket.AttributeValue;
import dev.muster.runtime.loop.QueueRevision;
import dev.muster.runtime.loop.Queues;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Checks players before they come in. */
final class Door {
  private static final int MOST_NAMES = 20;

  private Door() {}

  /** What is wrong with a player who comes first or alone; empty when he may come in. */
  static List<Problem> first(Queues queues, TicketRequest request) {
    var revision = queues.revision(request.queue());
    if (revision.isEmpty()) {
      return List.of(unknownQueue(queues, request.queue()));
    }
    var reserved = reserved(revision.get(), request);
    return reserved.isEmpty()
        ? Entry.ticket(
            revision.get().profile(), request.attributes().values(), queues.beaconsListed())
        : reserved;
  }

  /** The attributes that the player may not say himself. */
  private static List<Problem> reserved(QueueRevision revision, TicketRequest request) {
    return request.ofServer()
        ? List.of()
        : revision.serverAttributes().stream()
            .filter(request.attributes().values()::containsKey)
            .sorted()
            .map(
                name ->
                    new Problem(
                        "attributes." + name,
                        "is taken only with a token of game servers, as its rule has source:"
                            + " Server"))
            .toList();
  }

  /**
   * What is wrong with a player who joins others; empty when he may come in.
   *
   * @param queue that of the others
   */
  static List<Problem> next(
      Queues queues,
      String queue,
      List<Map<String, AttributeValue>> members,
      TicketRequest request) {
    if (!request.queue().equals(queue)) {
      return List.of(
          new Problem(
              "profile",
              "is " + quoted(request.queue()) + ", that of the group is '" + queue + "'"));
    }
    var problems = first(queues, request);
    return problems.isEmpty()
        ? Entry.join(
            queues.revision(queue).orElseThrow().profile(), members, request.attributes().values())
        : problems;
  }

  /** What is wrong with a group whose tickets no server's environment could hold. */
  static Optional<Problem> tooLarge(FormingGroup group) {
    long bytes = group.bytes();
    return bytes <= Entry.MOST_MATCH_BYTES
        ? Optional.empty()
        : Optional.of(
            new Problem(
                "attributes",
                "makes the tickets of the group take "
                    + bytes
                    + " bytes as JSON together, at most "
                    + Entry.MOST_MATCH_BYTES
                    + " were expected"));
  }

  /** That a queue is not served. */
  static Problem unknownQueue(Queues queues, String queue) {
    return new Problem("profile", unknown(queues, queue));
  }

  private static String unknown(Queues queues, String queue) {
    var names = queues.names();
    if (names.isEmpty()) {
      return "is " + quoted(queue) + ", but no profile is served now";
    }
    return "is "
        + quoted(queue)
        + ", one of "
        + String.join(", ", names.subList(0, Math.min(names.size(), MOST_NAMES)))
        + (names.size() > MOST_NAMES ? ", ..." : "")
        + " was expected";
  }

  private static String quoted(String text) {
    return "'" + (text.length() <= 64 ? text : text.substring(0, 64) + "...") + "'";
  }
}
