package dev.muster.examples.gameserver;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.StreamSupport;

/**
 * Asks the matchmaker for players while seats are free: makes a backfill, looks after it every
 * second, and makes another one when it has expired. It never waits: what was asked is looked at
 * when it is there.
 */
final class SeatSearch {
  static final long PAUSE_MILLIS = 1_000;

  /** After a refusal; the next try has to be no nuisance. */
  static final long LONG_PAUSE_MILLIS = 10_000;

  /** By custom the attribute that says how large a group may be. */
  private static final String SIZES = "backfill_group_size";

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Somebody who is sent here to take a seat. */
  record Newcomer(String ticketId, String groupId, JsonNode attributes) {}

  private final Matchmaker matchmaker;
  private final String profile;
  private final String requestId;
  private final Log log;
  private CompletableFuture<Matchmaker.Answer> asked;
  private String path = "";
  private long nextMillis;

  SeatSearch(Matchmaker matchmaker, String profile, String requestId, Log log) {
    this.matchmaker = matchmaker;
    this.profile = profile;
    this.requestId = requestId;
    this.log = log;
  }

  /**
   * Goes on searching.
   *
   * @param seated who plays; without anybody nobody is asked for
   * @param free how many seats are free
   * @return who comes, at most as many as were free when they were asked for
   */
  List<Newcomer> advance(long nowMillis, Collection<Player> seated, int free) {
    if (asked != null) {
      return asked.isDone() ? heard(nowMillis) : List.of();
    }
    if (nowMillis < nextMillis || free == 0 || seated.isEmpty()) {
      return List.of();
    }
    asked =
        path.isEmpty()
            ? matchmaker.send("POST", "/backfills", wish(seated, free))
            : matchmaker.send("GET", path, "");
    nextMillis = nowMillis + PAUSE_MILLIS;
    return List.of();
  }

  /** When {@link #advance} may have something to do, while seats are free. */
  long nextDueMillis(long nowMillis) {
    return asked == null ? nextMillis : nowMillis + PAUSE_MILLIS / 10;
  }

  private List<Newcomer> heard(long nowMillis) {
    try {
      return heard(asked.join(), nowMillis);
    } catch (CompletionException | JsonProcessingException e) {
      log.line("the matchmaker cannot be asked: " + e.getMessage());
      nextMillis = nowMillis + LONG_PAUSE_MILLIS;
      return List.of();
    } finally {
      asked = null;
    }
  }

  private List<Newcomer> heard(Matchmaker.Answer answer, long nowMillis)
      throws JsonProcessingException {
    if (answer.status() == 404 && !path.isEmpty()) {
      path = ""; // nobody came in time
      return List.of();
    }
    if (answer.status() / 100 != 2) {
      log.line("the matchmaker refuses to look for players, with " + answer.status());
      nextMillis = nowMillis + LONG_PAUSE_MILLIS;
      return List.of();
    }
    var backfill = JSON.readTree(answer.body());
    if (path.isEmpty()) {
      log.line("asks the matchmaker for players");
      path = "/backfills/" + backfill.path("id").asText();
    }
    if (!backfill.path("status").asText().equals("ASSIGNED")) {
      return List.of();
    }
    path = "";
    return StreamSupport.stream(backfill.path("assigned_tickets").spliterator(), false)
        .map(SeatSearch::newcomer)
        .toList();
  }

  private static Newcomer newcomer(JsonNode ticket) {
    return new Newcomer(
        ticket.path("id").asText(), ticket.path("group_id").asText(), ticket.path("attributes"));
  }

  /** Who plays here now, and that so many more may come. */
  private String wish(Collection<Player> seated, int free) {
    var wish = JSON.createObjectNode().put("profile", profile);
    wish.putObject("attributes").putObject("assignment").put("request_id", requestId);
    var tickets = wish.putObject("tickets");
    for (var player : seated) {
      var ticket = tickets.putObject(player.ticketId());
      ticket.put("id", player.ticketId()).put("group_id", player.groupId());
      ticket.set("attributes", attributes(player, free));
    }
    return wish.toString();
  }

  private static JsonNode attributes(Player player, int free) {
    if (!(player.attributes().deepCopy() instanceof ObjectNode attributes)) {
      return JSON.createObjectNode();
    }
    if (attributes.has(SIZES)) {
      var sizes = attributes.putArray(SIZES);
      for (int size = free; size > 0; size--) {
        sizes.add(Integer.toString(size));
      }
    }
    return attributes;
  }
}
