package dev.muster.runtime.group;

import dev.muster.engine.Entry;
import dev.muster.engine.profile.Problem;
import dev.muster.engine.ticket.AttributeValue;
import dev.muster.runtime.loop.QueueRevision;
import dev.muster.runtime.loop.Queues;
import dev.muster.runtime.store.QueueSearch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Checks players before they come in. */
final class Door {
  private static final int MOST_NAMES = 20;

  private Door() {}

  /** What is wrong with a player who comes first or alone; empty when he may come in. */
  static List<Problem> first(Queues queues, TicketRequest request) {
    return first(queues, request.queues(), request);
  }

  /** Each of the queues has to take him. */
  private static List<Problem> first(Queues queues, List<String> names, TicketRequest request) {
    var revisions = new ArrayList<QueueRevision>();
    for (var name : names) {
      var revision = queues.revision(name);
      if (revision.isEmpty()) {
        return List.of(unknownQueue(queues, name));
      }
      revisions.add(revision.get());
    }
    return request.queues().size() == 1
        ? problems(queues, revisions.get(0), request, request.attributes().values())
        : problems(queues, revisions, request);
  }

  private static List<Problem> problems(
      Queues queues, List<QueueRevision> revisions, TicketRequest request) {
    var problems = new ArrayList<Problem>();
    if (revisions.size() == request.queues().size()) { // else some may be of one that has ended
      problems.addAll(unknownAttributes(revisions, request));
    }
    for (var revision : revisions) {
      var own = new TreeMap<>(request.attributes().values());
      own.keySet().removeIf(name -> !looksAt(revision, name));
      problems(queues, revision, request, own).stream()
          .map(problem -> in(revision.queue(), problem))
          .forEach(problems::add);
    }
    return problems;
  }

  /** What none of several queues looks at. */
  private static List<Problem> unknownAttributes(
      List<QueueRevision> revisions, TicketRequest request) {
    var queues = revisions.stream().map(QueueRevision::queue).collect(Collectors.joining(", "));
    return request.attributes().values().keySet().stream()
        .filter(name -> revisions.stream().noneMatch(revision -> looksAt(revision, name)))
        .sorted()
        .map(
            name -> new Problem("attributes." + name, "is unknown to each of the queues " + queues))
        .toList();
  }

  private static boolean looksAt(QueueRevision revision, String attribute) {
    return revision.profile().mostRelaxed().onAttribute(attribute).isPresent();
  }

  /** The same problem of a ticket that names several profiles. */
  private static Problem in(String queue, Problem problem) {
    return new Problem(problem.field(), problem.message() + " (profile " + queue + ")");
  }

  private static List<Problem> problems(
      Queues queues,
      QueueRevision revision,
      TicketRequest request,
      Map<String, AttributeValue> attributes) {
    var reserved = reserved(revision, request);
    return reserved.isEmpty()
        ? Entry.ticket(revision.profile(), attributes, queues.beaconsListed())
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
   * @param searches the queues of the others
   */
  static List<Problem> next(
      Queues queues,
      List<QueueSearch> searches,
      List<Map<String, AttributeValue>> members,
      TicketRequest request) {
    var open = searches.stream().filter(QueueSearch::isOpen).map(QueueSearch::queue).toList();
    var named = Set.copyOf(request.queues());
    var all = searches.stream().map(QueueSearch::queue).collect(Collectors.toSet());
    if (!named.equals(Set.copyOf(open)) && !named.equals(all)) {
      return List.of(otherQueues(request.queues(), open));
    }
    var problems = first(queues, open, request);
    return problems.isEmpty() ? joining(queues, open, members, request) : problems;
  }

  private static List<Problem> joining(
      Queues queues,
      List<String> names,
      List<Map<String, AttributeValue>> members,
      TicketRequest request) {
    var problems = new ArrayList<Problem>();
    for (var name : names) {
      var profile = queues.revision(name).orElseThrow().profile();
      Entry.join(profile, members, request.attributes().values()).stream()
          .map(problem -> names.size() == 1 ? problem : in(name, problem))
          .forEach(problems::add);
    }
    return problems;
  }

  private static Problem otherQueues(List<String> named, List<String> others) {
    if (named.size() == 1 && others.size() == 1) {
      return new Problem(
          "profile",
          "is " + quoted(named.get(0)) + ", that of the group is '" + others.get(0) + "'");
    }
    return new Problem(
        named.size() == 1 ? "profile" : "profiles",
        "names "
            + named.stream().map(Door::quoted).collect(Collectors.joining(", "))
            + ", the group searches in "
            + others.stream().map(Door::quoted).collect(Collectors.joining(", ")));
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
