package dev.muster.e2e.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.muster.e2e.MusterProcess;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The Unreal kit, which has a function for each request and leaves the rest to the game. */
@Plays(Kit.UNREAL)
class UnrealIT {
  private static final String NEAR = "{\"beacons\": {\"Montreal\": 12.3}}";

  private static String ticket(String profile) {
    return "{\"profile\": \"%s\", \"attributes\": %s}".formatted(profile, NEAR);
  }

  private static String member(String profile, boolean ready) {
    return "{\"profile\": \"%s\", \"is_ready\": %s, \"attributes\": %s}"
        .formatted(profile, ready, NEAR);
  }

  @Test
  @Sends("GET /locations/beacons")
  void everyBeaconHasAllThatItNeedsToBePinged(Line unreal) {
    // When
    var answer = unreal.get("/locations/beacons").expect(200).read(Unreal.Beacons.class);
    // Then
    assertThat(answer.beacons()).hasSize(answer.count());
    assertThat(answer.beacons()).allMatch(beacon -> beacon.publicIp().matches("[0-9.]+"));
    assertThat(answer.beacons()).allMatch(beacon -> beacon.udpPort() > 0);
  }

  /** It can name the player in headers instead of the body; only trusted proxies are believed. */
  @Test
  @Sends({"POST /tickets", "GET /tickets/{id}", "DELETE /tickets/{id}"})
  void twoTicketsMeetAndNeitherHasAnAssignmentBeforeItCanConnect(
      Line unreal, MusterProcess muster) {
    // Given
    var queue = Queues.of(muster).held();
    var headers = Map.of("X-Real-Ip", "203.0.113.9", "Player-Ip", "203.0.113.9");
    // When
    var first =
        unreal
            .send("POST", "/tickets", ticket(queue), headers)
            .expect(201)
            .read(Unreal.Ticket.class);
    var second = unreal.post("/tickets", ticket(queue)).expect(201).read(Unreal.Ticket.class);
    // Then
    assertThat(first.profile()).isEqualTo(queue);
    assertThat(first.isAssigned()).isFalse();
    assertThat(first.playerIp()).isNotEqualTo("203.0.113.9");
    var path = "/tickets/" + first.id();
    unreal.followTo("MATCH_FOUND", path, Unreal.Ticket.class);
    unreal.delete(path).refused(409);
    Queues.of(muster).open();
    var host = unreal.followTo("HOST_ASSIGNED", path, Unreal.Ticket.class).assignment();
    assertThat(host.ports().get("gameport").external()).isPositive();
    assertThat(host.publicIp()).isNotBlank();
    var other = unreal.get("/tickets/" + second.id()).expect(200).read(Unreal.Ticket.class);
    assertThat(other.assignment()).isEqualTo(host);
  }

  @Test
  @Sends({"POST /group-tickets", "DELETE /tickets/{id}"})
  void ticketsOfAGroupNeedNoAddresses(Line unreal, MusterProcess muster) {
    // Given
    var one = ticket(Queues.of(muster).four());
    // When
    var group =
        unreal
            .post("/group-tickets", "{\"player_tickets\": [" + one + ", " + one + "]}")
            .expect(201)
            .read(Unreal.GroupTickets.class)
            .playerTickets();
    // Then
    assertThat(group).hasSize(2);
    assertThat(group.get(0).groupId()).isNotNull().isEqualTo(group.get(1).groupId());
    unreal.delete("/tickets/" + group.get(0).id()).expect(204);
    var left = unreal.get("/tickets/" + group.get(1).id()).expect(200).read(Unreal.Ticket.class);
    assertThat(left.status()).isEqualTo("CANCELLED");
  }

  @Test
  @Sends({
    "POST /groups",
    "POST /groups/{id}/members",
    "GET /groups/{id}",
    "GET /groups/{id}/members/{id}",
    "PATCH /groups/{id}/members/{id}"
  })
  void aGroupFormsIsReadyAndPlays(Line unreal, MusterProcess muster) {
    // Given
    var queue = Queues.of(muster).simple();
    var owner = unreal.post("/groups", member(queue, false)).expect(201).read(Unreal.Member.class);
    var members = "/groups/" + owner.groupId() + "/members";
    var friend = unreal.post(members, member(queue, true)).expect(201).read(Unreal.Member.class);
    assertThat(group(unreal, owner).assignment()).isNull();
    // When
    var ready =
        unreal.patch(owner.path(), "{\"is_ready\": true}").expect(200).read(Unreal.Member.class);
    // Then
    assertThat(ready.isReady()).isTrue();
    var first = unreal.followTo("HOST_ASSIGNED", owner.path(), Unreal.Member.class);
    var second = unreal.get(friend.path()).expect(200).read(Unreal.Member.class);
    assertThat(first.ticketId()).isNotNull().isNotEqualTo(second.ticketId());
    assertThat(first.teamId()).isNotNull().isEqualTo(second.teamId());
    assertThat(first.assignment()).isEqualTo(second.assignment());
    assertThat(group(unreal, owner))
        .isEqualTo(new Unreal.Group("HOST_ASSIGNED", first.teamId(), first.assignment()));
  }

  private static Unreal.Group group(Line unreal, Unreal.Member owner) {
    return unreal.get("/groups/" + owner.groupId()).expect(200).read(Unreal.Group.class);
  }

  /** It leaves out attributes that are empty. */
  @Test
  @Sends({"POST /groups", "DELETE /groups/{id}", "DELETE /groups/{id}/members/{id}"})
  void aGroupWithoutAttributesCanBeLeftAndEnded(Line unreal, MusterProcess muster) {
    // Given
    var body = "{\"profile\": \"" + Queues.of(muster).solo() + "\", \"is_ready\": false}";
    var queue = Queues.of(muster).four();
    // When
    var alone = unreal.post("/groups", body).expect(201).read(Unreal.Member.class);
    var owner = unreal.post("/groups", member(queue, false)).expect(201).read(Unreal.Member.class);
    var friend =
        unreal
            .post("/groups/" + owner.groupId() + "/members", member(queue, false))
            .expect(201)
            .read(Unreal.Member.class);
    // Then
    unreal.delete(friend.path()).expect(204);
    unreal.delete("/groups/" + owner.groupId()).expect(204);
    unreal.delete("/groups/" + alone.groupId()).expect(204);
  }

  @Test
  @Sends({
    "POST /backfills",
    "GET /backfills/{id}",
    "DELETE /backfills/{id}",
    "DELETE /v1/servers/{id}"
  })
  void aServerThatKnowsOnlyItsIdGetsAPlayerAndStopsItself(Line unreal, MusterProcess muster) {
    // Given
    var server = RunningServer.start(unreal, muster);
    var agent = server.line(unreal);
    var here = server.players().get(0).id();
    var wish =
        """
        {"profile": "%s", "attributes": {"assignment": {"request_id": "%s"}},
         "tickets": {"%s": {"id": "%s", "attributes": {"beacons": {"Chicago": 12.5},
           "backfill_group_size": ["1"]}}}}
        """
            .formatted(
                server.variable("MM_MATCH_PROFILE"),
                server.variable("ARBITRIUM_REQUEST_ID"),
                here,
                here);
    // When
    var backfill = agent.post("/backfills", wish).expect(201).read(Unreal.Backfill.class);
    var spare = agent.post("/backfills", wish).expect(201).read(Unreal.Backfill.class);
    var player =
        unreal
            .post(
                "/tickets",
                """
                {"profile": "%s", "attributes": {"beacons": {"Chicago": 31.0},
                 "backfill_group_size": ["1"]}}
                """
                    .formatted(backfill.profile()))
            .expect(201)
            .read(Unreal.Ticket.class);
    // Then
    assertThat(backfill.assignedTicket()).isNull();
    assertThat(backfill.tickets()).containsOnlyKeys(here);
    var told = server.address().ports().get("gameport");
    assertThat(backfill.attributes().assignment().ports().get("gameport").external())
        .isEqualTo(told.external());
    var assigned =
        await("one of two backfills is ASSIGNED")
            .pollInterval(Kit.UNREAL.interval())
            .until(
                () ->
                    List.of(backfill, spare).stream()
                        .map(one -> agent.get("/backfills/" + one.id()).expect(200))
                        .map(reply -> reply.read(Unreal.Backfill.class))
                        .filter(one -> one.status().equals("ASSIGNED"))
                        .toList(),
                list -> !list.isEmpty());
    assertThat(assigned).hasSize(1);
    assertThat(assigned.get(0).assignedTicket().id()).isEqualTo(player.id());
    unreal.followTo("HOST_ASSIGNED", "/tickets/" + player.id(), Unreal.Ticket.class);
    agent.delete("/backfills/" + spare.id()).expect(204);
    assertThat(server.stop(unreal).status()).isBetween(200, 206);
  }

  @Test
  @Sends("DELETE /v1/servers/{id}")
  void itsServerFindsTheNamesThatOnlyItReads(Line unreal, MusterProcess muster) {
    // Given
    var server = RunningServer.start(unreal, muster);
    // When
    var groups = server.json("MM_GROUP_MAPPING", UnityServerIT.Lists.class);
    // Then
    assertThat(groups)
        .containsOnlyKeys(server.players().stream().map(Unity.Ticket::groupId).toList());
    assertThat(server.variable("MM_EXPANSION_STAGE")).isEqualTo("initial");
    assertThat(server.variable("ARBITRIUM_PORT_GAMEPORT_INTERNAL")).isEqualTo("7777");
    for (var named :
        List.of("EDGEGAP_MM_URL", "EDGEGAP_MM_AUTH_TOKEN", "EDGEGAP_MATCHMAKER_AUTH_TOKEN")) {
      assertThat(server.variable(named)).as(named).isNotBlank();
    }
    assertThat(server.stop(unreal).status()).isBetween(200, 206);
  }
}
