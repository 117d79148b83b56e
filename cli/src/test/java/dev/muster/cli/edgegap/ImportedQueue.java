package dev.muster.cli.edgegap;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.muster.api.mapping.ProfileMapping;
import dev.muster.api.v1alpha1.MatchmakerProfileSpec;
import dev.muster.engine.Entry;
import dev.muster.engine.Event;
import dev.muster.engine.Event.MatchMade;
import dev.muster.engine.Matchmaking;
import dev.muster.engine.indexed.IndexedMatchmaking;
import dev.muster.engine.profile.Millionths;
import dev.muster.engine.profile.Problem;
import dev.muster.engine.profile.Profile;
import dev.muster.engine.ticket.AttributeValue;
import dev.muster.engine.ticket.Backfill;
import dev.muster.engine.ticket.Group;
import dev.muster.engine.ticket.Search;
import dev.muster.engine.ticket.Ticket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A queue of an imported configuration, played in virtual time that begins at 0. */
final class ImportedQueue {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Profile profile;
  private final Matchmaking matchmaking;
  private final List<Event> events = new ArrayList<>();
  private long nowMillis;

  private ImportedQueue(Profile profile) {
    this.profile = profile;
    this.matchmaking = new IndexedMatchmaking(profile, true, 10_000);
  }

  /** The queue of that name in that file of the test resources. */
  static ImportedQueue of(String file, String queue) {
    try {
      for (var resource : EdgegapImportTest.imported(file).resources()) {
        var name = resource.json().at("/metadata/name").textValue();
        if (name.equals(queue)) {
          return new ImportedQueue(
              ProfileMapping.profile(
                  name,
                  JSON.treeToValue(resource.json().get("spec"), MatchmakerProfileSpec.class)));
        }
      }
      throw new AssertionError(file + " has no queue " + queue);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the door says to a ticket with these attributes. */
  List<Problem> check(String attributes) {
    return Entry.ticket(profile, attributes(attributes), true);
  }

  /** A player alone, with attributes as clients send them. */
  ImportedQueue comes(String name, String attributes) {
    return comesAs(name, 1, attributes);
  }

  /** A group of alike players. */
  ImportedQueue comesAs(String name, int size, String attributes) {
    if (!check(attributes).isEmpty()) {
      throw new AssertionError(name + " is refused: " + check(attributes));
    }
    matchmaking.add(Search.beginning(group(name, size, attributes), nowMillis), nowMillis);
    return this;
  }

  /** A server that wants one more group beside the players that it has. */
  ImportedQueue wantsMore(String server, Set<Integer> groupSizes, List<Group> roster) {
    var backfill = new Backfill(server, server, roster, groupSizes, nowMillis, nowMillis + 30_000);
    if (matchmaking.add(backfill, nowMillis).isPresent()) {
      throw new AssertionError(server + " is refused");
    }
    return this;
  }

  static Group group(String name, int size, String attributes) {
    return new Group(
        name,
        IntStream.range(0, size)
            .mapToObj(i -> new Ticket(name + "-" + i, attributes(attributes), 100))
            .toList());
  }

  /** Goes through every due time up to this one. */
  ImportedQueue atSecond(int second) {
    while (matchmaking.nextDueMillis() < second * 1_000L) {
      nowMillis = matchmaking.nextDueMillis();
      events.addAll(matchmaking.advanceFully(nowMillis));
    }
    nowMillis = second * 1_000L;
    events.addAll(matchmaking.advanceFully(nowMillis));
    return this;
  }

  List<MatchMade> matches() {
    return events.stream().filter(MatchMade.class::isInstance).map(MatchMade.class::cast).toList();
  }

  /** The matches so far: names by age, teams between bars. */
  List<String> lineups() {
    return matches().stream()
        .map(
            match ->
                match.teams().stream()
                    .map(
                        team ->
                            team.groups().stream()
                                .map(search -> search.group().id())
                                .collect(Collectors.joining(" ")))
                    .collect(Collectors.joining(" | ")))
        .toList();
  }

  private static Map<String, AttributeValue> attributes(String json) {
    try {
      var attributes = new HashMap<String, AttributeValue>();
      JSON.readTree(json)
          .properties()
          .forEach(field -> attributes.put(field.getKey(), value(field.getValue())));
      return attributes;
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(json, e);
    }
  }

  private static AttributeValue value(JsonNode json) {
    if (json.isTextual()) {
      return new AttributeValue.OfText(json.textValue());
    } else if (json.isNumber()) {
      return new AttributeValue.OfNumber(Millionths.of(json.decimalValue()));
    } else if (json.isArray()) {
      var values = new ArrayList<String>();
      json.forEach(value -> values.add(value.textValue()));
      return new AttributeValue.OfList(values);
    }
    var latencies = new HashMap<String, Long>();
    json.properties()
        .forEach(
            field -> latencies.put(field.getKey(), Millionths.of(field.getValue().decimalValue())));
    return new AttributeValue.OfLatencies(latencies);
  }
}
