package dev.muster.runtime.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.api.ticket.TicketJson;
import dev.muster.api.v1alpha1.Match;
import dev.muster.api.v1alpha1.MatchSpec;
import dev.muster.api.v1alpha1.MatchSpec.GroupSpec;
import dev.muster.api.v1alpha1.MatchSpec.TeamSpec;
import dev.muster.api.v1alpha1.TicketSpec;
import dev.muster.engine.ticket.Group;
import dev.muster.engine.ticket.Search;
import dev.muster.engine.ticket.Ticket;
import dev.muster.runtime.loop.CommittedMatch;
import dev.muster.runtime.store.GroupState;
import dev.muster.runtime.store.QueueSearch;
import dev.muster.runtime.store.StoredGroup;
import dev.muster.runtime.store.StoredTicket;
import dev.muster.runtime.ticket.TicketExtras;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * From a Match resource back to the match, as it was when it was committed: the reverse of {@link
 * MatchResource}. Pure. One use each.
 */
final class RecoveredMatch {
  private static final int TIMESTAMP_CHARACTERS = "2026-11-20T15:04:05.1234567Z".length();

  private final Match resource;
  private final MatchSpec spec;
  private final Map<String, TicketSpec> tickets = new HashMap<>();

  private RecoveredMatch(Match resource) {
    this.resource = resource;
    this.spec = resource.getSpec();
  }

  /**
   * Reads a Match.
   *
   * @throws RuntimeException when something is missing or makes no sense, since this process would
   *     not have written it so
   */
  static CommittedMatch of(Match resource) {
    return new RecoveredMatch(resource).read();
  }

  private CommittedMatch read() {
    spec.tickets().forEach(ticket -> tickets.put(ticket.id(), ticket));
    long foundAtMillis = foundAtMillis();
    var teams = new ArrayList<CommittedMatch.Team>();
    spec.teams().forEach(team -> teams.add(team(team, foundAtMillis)));
    return new CommittedMatch(
        name(),
        spec.profile(),
        spec.queue(),
        spec.revision(),
        spec.matchId(),
        spec.expansion(),
        spec.location() == null ? "" : spec.location(),
        teams,
        new TreeMap<>(spec.equality() == null ? Map.of() : spec.equality()),
        new TreeMap<>(spec.intersection() == null ? Map.of() : spec.intersection()),
        Optional.ofNullable(spec.backfill()),
        foundAtMillis);
  }

  private String name() {
    return resource.getMetadata().getName();
  }

  /** The time at the end of the match's id; failing that, when the resource was created. */
  private long foundAtMillis() {
    var matchId = spec.matchId();
    try {
      return millis(matchId.substring(Math.max(0, matchId.length() - TIMESTAMP_CHARACTERS)));
    } catch (DateTimeParseException e) {
      return millis(resource.getMetadata().getCreationTimestamp());
    }
  }

  private static long millis(String time) {
    return Instant.parse(time).toEpochMilli();
  }

  private CommittedMatch.Team team(TeamSpec team, long foundAtMillis) {
    var state =
        new GroupState.MatchFound(
            new GroupState.Place(name(), spec.matchId(), team.id(), foundAtMillis));
    return new CommittedMatch.Team(
        team.id(), team.groups().stream().map(group -> group(group, state)).toList());
  }

  private StoredGroup group(GroupSpec group, GroupState state) {
    List<TicketSpec> members = group.tickets().stream().map(this::ticket).toList();
    var search =
        new Search(
            new Group(group.id(), members.stream().map(RecoveredMatch::engineTicket).toList()),
            millis(group.searchingSince()),
            group.expiryPausedMillis() == null ? 0 : group.expiryPausedMillis());
    return new StoredGroup(
        spec.queue(),
        searches(group),
        search,
        members.stream().map(RecoveredMatch::storedTicket).toList(),
        group.failures() == null ? 0 : group.failures(),
        state);
  }

  private List<QueueSearch> searches(GroupSpec group) {
    List<String> others = group.otherQueues() == null ? List.of() : group.otherQueues();
    return Stream.concat(Stream.of(spec.queue()), others.stream())
        .distinct()
        .map(QueueSearch::in)
        .toList();
  }

  private TicketSpec ticket(String id) {
    var ticket = tickets.get(id);
    if (ticket == null) {
      throw new IllegalArgumentException("spec.tickets lacks the ticket '" + id + "' of a group");
    }
    return ticket;
  }

  static Ticket engineTicket(String id, JsonNode sent) {
    var attributes = TicketJson.attributes(sent);
    int bytes = attributes.json().getBytes(StandardCharsets.UTF_8).length;
    return new Ticket(id, attributes.values(), bytes);
  }

  private static Ticket engineTicket(TicketSpec ticket) {
    return storedTicket(ticket).forMatching(TicketJson.attributes(ticket.attributes()).values());
  }

  private static StoredTicket storedTicket(TicketSpec ticket) {
    return new StoredTicket(
        ticket.id(),
        Instant.parse(ticket.createdAt()),
        Optional.ofNullable(ticket.playerIp()),
        TicketJson.attributes(ticket.attributes()).json(),
        TicketExtras.stored(ticket.extras()));
  }
}
