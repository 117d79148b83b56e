package dev.muster.e2e.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.e2e.MusterProcess;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The Gen2 SDK 1.1.1: tickets, and tickets of a group that its host makes for all. */
@Plays(Kit.UNITY_GEN2)
class UnityGen2IT {
  private static final String NEAR = "{\"beacons\": {\"Montreal\": 12.3, \"Chicago\": 87.3}}";

  private static String ticket(String profile, String attributes) {
    return "{\"profile\": \"%s\", \"attributes\": %s, \"player_ip\": null}"
        .formatted(profile, attributes);
  }

  @Test
  @Sends("GET /monitor")
  void theServiceIsHealthyInCapitals(Line unity) {
    // When
    var monitor = unity.get("/monitor").expect(200).read(Unity.Monitor.class);
    // Then
    assertThat(monitor.status()).isEqualTo("HEALTHY");
    assertThat(monitor.healthyComponents()).isPositive();
    assertThat(monitor.unhealthyComponents()).isZero();
  }

  /** A city that came twice would make it wait for ever. */
  @Test
  @Sends("GET /locations/beacons")
  void beaconsAreKnownByTheirCitiesEachOnlyOnce(Line unity) {
    // When
    var answer = unity.get("/locations/beacons").expect(200).read(Unity.Beacons.class);
    // Then
    var cities = answer.beacons().stream().map(beacon -> beacon.location().city()).toList();
    assertThat(cities).containsExactlyInAnyOrder("Chicago", "Montreal");
    assertThat(new HashSet<>(cities)).hasSize(answer.count());
    assertThat(answer.beacons()).extracting(Unity.Beacon::publicIp).doesNotContain("");
  }

  @Test
  @Sends({"POST /tickets", "GET /tickets/{id}"})
  void twoPlayersMeetAndTheFirstAnswerWithAHostHasTheLinkOfItsGameport(
      Line unity, MusterProcess muster) {
    // Given
    var queue = Queues.of(muster).held();
    // When
    var created =
        List.of(1, 2).stream()
            .map(i -> unity.post("/tickets", ticket(queue, NEAR)).expect(201))
            .map(reply -> reply.read(Unity.Ticket.class))
            .toList();
    // Then
    assertThat(created).allMatch(ticket -> ticket.status().equals("SEARCHING"));
    assertThat(created).noneMatch(Unity.Ticket::isAssigned);
    var path = "/tickets/" + created.get(0).id();
    unity.followTo("MATCH_FOUND", path, Unity.Ticket.class);
    Queues.of(muster).open();
    var answers = unity.follow(path, Unity.Ticket.class);
    var first = answers.get(answers.size() - 1);
    assertThat(first.id()).isEqualTo(created.get(0).id());
    assertThat(first.createdAt()).isEqualTo(created.get(0).createdAt());
    var host = first.assignment();
    assertThat(host.gameport().link()).isEqualTo(host.fqdn() + ":" + host.gameport().external());
    assertThat(host.publicIp()).isNotBlank();
    assertThat(host.location().city()).isEqualTo("Montreal");
    var other = unity.get("/tickets/" + created.get(1).id()).expect(200).read(Unity.Ticket.class);
    assertThat(other.assignment()).isEqualTo(host);
  }

  @Test
  @Sends({"POST /tickets", "GET /tickets/{id}"})
  void theAttributesOfTheAdvancedSampleAreTaken(Line unity, MusterProcess muster) {
    // Given
    var queue = Queues.of(muster).regional();
    var attributes =
        """
        {"beacons": {"Chicago": 12.3}, "elo_rating": %d, "selected_game_mode": "quickplay",
         "selected_map": ["Airport", "%s"], "selected_region": "North America"}
        """;
    // When
    var first = unity.post("/tickets", ticket(queue, attributes.formatted(1000, "Dust")));
    var second = unity.post("/tickets", ticket(queue, attributes.formatted(1049, "Island")));
    // Then
    for (var reply : List.of(first, second)) {
      var path = "/tickets/" + reply.expect(201).read(Unity.Ticket.class).id();
      unity.followTo("HOST_ASSIGNED", path, Unity.Ticket.class);
    }
  }

  @Test
  @Sends({"POST /group-tickets", "GET /tickets/{id}"})
  void theHostsTicketIsTheLastOfTheGroupAndAllGoToOneServer(Line unity, MusterProcess muster) {
    // Given
    var queue = Queues.of(muster).simple();
    var friend = ticket(queue, NEAR).replace("null", "\"203.0.113.71\"");
    var host = ticket(queue, NEAR).replace("null", "\"203.0.113.72\"");
    // When
    var tickets =
        unity
            .post("/group-tickets", "{\"player_tickets\": [" + friend + ", " + host + "]}")
            .expect(201)
            .read(Unity.GroupTickets.class)
            .playerTickets();
    // Then
    assertThat(tickets)
        .extracting(Unity.Ticket::playerIp)
        .containsExactly("203.0.113.71", "203.0.113.72");
    assertThat(tickets).extracting(Unity.Ticket::groupId).doesNotContainNull();
    var assigned =
        tickets.stream()
            .map(t -> unity.followTo("HOST_ASSIGNED", "/tickets/" + t.id(), Unity.Ticket.class))
            .toList();
    assertShared(assigned);
  }

  private static void assertShared(List<Unity.Ticket> group) {
    assertThat(group).extracting(Unity.Ticket::id).doesNotHaveDuplicates();
    for (var ticket : group) {
      assertThat(ticket.groupId()).isEqualTo(group.get(0).groupId());
      assertThat(ticket.teamId()).isNotNull().isEqualTo(group.get(0).teamId());
      assertThat(ticket.matchId()).isNotNull().isEqualTo(group.get(0).matchId());
      assertThat(ticket.assignment()).isEqualTo(group.get(0).assignment());
    }
  }

  @Test
  @Sends("POST /group-tickets")
  void theAddressesOfAGroupMayAllBeNull(Line unity, MusterProcess muster) {
    // Given
    var one = ticket(Queues.of(muster).simple(), NEAR);
    // When
    var group = unity.post("/group-tickets", "{\"player_tickets\": [" + one + ", " + one + "]}");
    // Then
    assertThat(group.expect(201).read(Unity.GroupTickets.class).playerTickets()).hasSize(2);
  }

  /** It abandons a ticket at any error, and does not care whether it was still there. */
  @Test
  @Sends("DELETE /tickets/{id}")
  void anAbandonedTicketReadsCancelledForAWhile(Line unity, MusterProcess muster) {
    // Given
    var ticket =
        unity.post("/tickets", ticket(Queues.of(muster).simple(), NEAR)).read(Unity.Ticket.class);
    // When
    var deleted = unity.delete("/tickets/" + ticket.id()).expect(204);
    // Then
    assertThat(deleted.body()).isEmpty();
    unity.followTo("CANCELLED", "/tickets/" + ticket.id(), Unity.Ticket.class);
    unity.delete("/tickets/" + ticket.id()).expect(204);
    unity.get("/tickets/cusfn10msflc73beiik0").refused(404);
    unity.delete("/tickets/cusfn10msflc73beiik0").refused(404);
  }

  /** Before Unity 2022.3 it is sent as a form would be, though it says that it is JSON. */
  @Test
  @Sends({"POST /tickets", "DELETE /tickets/{id}"})
  void aBodyThatAnOldUnityEncodesAsAFormIsTaken(Line unity, MusterProcess muster) {
    // Given
    var body = ticket(Queues.of(muster).simple(), NEAR);
    // When
    var reply = unity.post("/tickets", URLEncoder.encode(body, StandardCharsets.UTF_8));
    // Then
    unity.delete("/tickets/" + reply.expect(201).read(Unity.Ticket.class).id()).expect(204);
  }
}
