package dev.muster.e2e.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.muster.e2e.MusterProcess;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The Unity SDK 3.x where it makes tickets: after monitor and beacons one for each player. */
@Plays(Kit.UNITY_TICKETS)
class UnityTicketsIT {
  private static final String NEAR = "{\"beacons\": {\"Montreal\": 12.3, \"Chicago\": 87.3}}";

  private static String ticket(String profile, String attributes) {
    return "{\"profile\": \"%s\", \"attributes\": %s, \"player_ip\": null}"
        .formatted(profile, attributes);
  }

  private static Unity.Ticket create(Line unity, String queue) {
    return unity.post("/tickets", ticket(queue, NEAR)).expect(201).read(Unity.Ticket.class);
  }

  @Test
  @Sends({"GET /monitor", "GET /locations/beacons", "POST /tickets", "GET /tickets/{id}"})
  void theSampleLooksForHealthAndBeaconsThenMeetsAnother(Line unity, MusterProcess muster) {
    // Given
    var queue = Queues.of(muster).simple();
    var monitor = unity.get("/monitor").expect(200).read(Unity.Monitor.class);
    var beacons = unity.get("/locations/beacons").expect(200).read(Unity.Beacons.class);
    // When
    var near =
        "{\"beacons\": {\"%s\": 31.0}}".formatted(beacons.beacons().get(0).location().city());
    var players =
        List.of(near, near).stream()
            .map(attributes -> unity.post("/tickets", ticket(queue, attributes)).expect(201))
            .map(reply -> reply.read(Unity.Ticket.class))
            .toList();
    // Then
    assertThat(monitor.status().toLowerCase(Locale.ROOT)).isEqualTo("healthy");
    var first = follow(unity, players.get(0));
    var second = follow(unity, players.get(1));
    assertThat(first.matchId()).isNotBlank().isEqualTo(second.matchId());
    assertThat(first.assignment()).isEqualTo(second.assignment());
    assertThat(first.groupId()).isNotEqualTo(second.groupId());
  }

  private static Unity.Ticket follow(Line unity, Unity.Ticket ticket) {
    return unity.followTo("HOST_ASSIGNED", "/tickets/" + ticket.id(), Unity.Ticket.class);
  }

  @Test
  @Sends({"POST /tickets", "GET /tickets/{id}"})
  void theAttributesOfTheAdvancedSampleAreTaken(Line unity, MusterProcess muster) {
    // Given
    var queue = Queues.of(muster).advanced();
    var attributes =
        """
        {"beacons": {"Chicago": 12.3}, "elo_rating": %d, "selected_game_mode": "quickplay",
         "selected_map": ["Airport"], "backfill_group_size": ["new", "1"]}
        """;
    // When
    var first = unity.post("/tickets", ticket(queue, attributes.formatted(1000)));
    var second = unity.post("/tickets", ticket(queue, attributes.formatted(1049)));
    // Then
    follow(unity, first.expect(201).read(Unity.Ticket.class));
    follow(unity, second.expect(201).read(Unity.Ticket.class));
  }

  @Test
  @Sends({"POST /group-tickets", "DELETE /tickets/{id}"})
  void whoCancelsAsPartOfAGroupCancelsItForAll(Line unity, MusterProcess muster) {
    // Given
    var one = ticket(Queues.of(muster).four(), NEAR);
    var group =
        unity
            .post("/group-tickets", "{\"player_tickets\": [" + one + ", " + one + "]}")
            .expect(201)
            .read(Unity.GroupTickets.class)
            .playerTickets();
    // When
    unity.delete("/tickets/" + group.get(0).id()).expect(204);
    // Then
    for (var ticket : group) {
      unity.followTo("CANCELLED", "/tickets/" + ticket.id(), Unity.Ticket.class);
    }
  }

  /** It keeps such a ticket and goes on polling. 404 it takes for an end, too. */
  @Test
  @Sends({"DELETE /tickets/{id}", "GET /tickets/{id}"})
  void aTicketWhoseMatchIsFoundCannotBeDeletedAnyMore(Line unity, MusterProcess muster) {
    // Given
    var queue = Queues.of(muster).held();
    var first = create(unity, queue);
    create(unity, queue);
    var path = "/tickets/" + first.id();
    var found = unity.followTo("MATCH_FOUND", path, Unity.Ticket.class);
    assertThat(found.teamId()).as("teams are told with MATCH_FOUND").isNotNull();
    // When // Then
    unity.delete(path).refused(409);
    Queues.of(muster).open();
    unity.followTo("HOST_ASSIGNED", path, Unity.Ticket.class);
    unity.delete(path).refused(409);
  }

  /** A base URL that ends with a slash is not trimmed. */
  @Test
  @Sends({"GET /monitor", "POST /tickets", "DELETE /tickets/{id}"})
  void aSlashTooManyIsNoMatter(Line unity, MusterProcess muster) {
    // Given
    var body = ticket(Queues.of(muster).simple(), NEAR);
    // When // Then
    unity.get("//monitor").expect(200);
    var ticket = unity.post("//tickets", body).expect(201).read(Unity.Ticket.class);
    unity.get("//tickets/" + ticket.id()).expect(200);
    unity.delete("//tickets/" + ticket.id()).expect(204);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{} | beacons",
        "{\"beacons\": {\"Montreal\": 999}} | beacons",
        "{\"beacons\": {\"Montreal\": 12.3}, \"unheard_of\": 1} | unheard_of",
        "{\"beacons\": \"near\"} | beacons",
      })
  @Sends("POST /tickets")
  void attributesThatDoNotFitTheProfileAreRefusedWithTheirName(
      String attributes, String named, Line unity, MusterProcess muster) {
    // Given
    var body = ticket(Queues.of(muster).simple(), attributes);
    // When
    var refused = unity.post("/tickets", body).refused(400);
    // Then
    assertThat(refused.read(Reply.Refusal.class).message()).contains(named);
  }

  @Test
  @Sends("POST /tickets")
  void aProfileThatNobodyServesIsRefused(Line unity) {
    // When
    var refused = unity.post("/tickets", ticket("nobody-serves-it", NEAR)).refused(400);
    // Then
    assertThat(refused.read(Reply.Refusal.class).message()).contains("nobody-serves-it");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bearer ", "token ", "x"})
  @Sends("POST /tickets")
  void theTokenIsTakenRawAndNotWithAWordBeforeIt(String before, Line unity, MusterProcess muster) {
    // Given
    var body = ticket(Queues.of(muster).simple(), NEAR);
    // When // Then
    unity.withToken(before + muster.token()).post("/tickets", body).refused(401);
    unity.withToken("").post("/tickets", body).refused(401);
  }

  @Test
  @Sends({"GET /monitor", "GET /tickets/{id}"})
  void tooManyRequestsAreToldWhenToTryAgainInWholeSeconds(Line unity, MusterProcess muster) {
    // Given
    var ticket = create(unity, Queues.of(muster).simple());
    Conformance.edit(muster, "{\"spec\": {\"rateLimits\": {\"readsPerSecond\": 1}}}");
    try {
      // When
      var limited =
          await("a poll too many")
              .pollInterval(Duration.ofMillis(20))
              .until(() -> unity.get("/tickets/" + ticket.id()), reply -> reply.status() != 200);
      // Then
      limited.expect(429);
      assertThat(limited.header("Retry-After")).matches("[1-9][0-9]*");
      unity.get("/monitor").expect(200);
    } finally {
      Conformance.edit(muster, "{\"spec\": {\"rateLimits\": null}}");
    }
    await("polls are free again")
        .until(
            () ->
                IntStream.range(0, 5)
                    .allMatch(i -> unity.get("/tickets/" + ticket.id()).status() == 200));
    unity.delete("/tickets/" + ticket.id()).expect(204);
  }

  @Test
  @Sends({"POST /tickets", "GET /tickets/{id}"})
  void aTicketThatExpiredReadsCancelledBeforeItIsGone(Line unity, MusterProcess muster) {
    // Given
    var queues = Queues.of(muster);
    // When
    var expired = "/tickets/" + create(unity, queues.fleeting()).id();
    var gone = "/tickets/" + create(unity, queues.forgetful()).id();
    // Then
    unity.followTo("CANCELLED", expired, Unity.Ticket.class);
    await("it is gone")
        .pollInterval(Kit.UNITY_TICKETS.interval())
        .until(() -> unity.get(gone).status() == 404);
    unity.delete(gone).refused(404);
  }
}
