package dev.muster.e2e.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.muster.e2e.MusterProcess;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The Unity SDK 3.2 and later where it makes groups, for solo players too: its samples, and the
 * client of the vendor's agent skills, which goes on polling after a 409.
 */
@Plays(Kit.UNITY_GROUPS)
class UnityGroupsIT {
  private static final String NEAR = "{\"beacons\": {\"Montreal\": 12.3}}";

  private static String member(String profile, String attributes, boolean ready) {
    return "{\"is_ready\": %s, \"profile\": \"%s\", \"attributes\": %s, \"player_ip\": null}"
        .formatted(ready, profile, attributes);
  }

  private static Unity.Member create(Line unity, String queue, boolean ready) {
    return unity.post("/groups", member(queue, NEAR, ready)).expect(201).read(Unity.Member.class);
  }

  private static Unity.Member join(Line unity, Unity.Member owner, String queue, boolean ready) {
    return unity
        .post("/groups/" + owner.groupId() + "/members", member(queue, NEAR, ready))
        .expect(201)
        .read(Unity.Member.class);
  }

  private static Unity.Member read(Line unity, Unity.Member member) {
    return unity.get(member.path()).expect(200).read(Unity.Member.class);
  }

  /** It says "matchmaking started" when the status becomes SEARCHING, so it is another before. */
  @Test
  @Sends({
    "GET /monitor",
    "GET /locations/beacons",
    "POST /groups",
    "POST /groups/{id}/members",
    "PATCH /groups/{id}/members/{id}",
    "GET /groups/{id}/members/{id}",
    "GET /groups/{id}"
  })
  void friendsGroupUpSayThatTheyAreReadyAndShareTeamMatchAndServer(
      Line unity, MusterProcess muster) {
    // Given
    unity.get("/monitor").expect(200).read(Unity.Monitor.class);
    unity.get("/locations/beacons").expect(200).read(Unity.Beacons.class);
    var queue = Queues.of(muster).held();
    var owner = create(unity, queue, false);
    assertThat(owner.isReady()).isFalse();
    assertThat(owner.status()).isNotEqualTo("SEARCHING");
    assertThat(owner.ticketId()).isNull();
    // When
    var friend = join(unity, owner, queue, true);
    assertThat(friend.groupId()).isEqualTo(owner.groupId());
    assertThat(friend.memberId()).isNotEqualTo(owner.memberId());
    assertThat(read(unity, owner).status()).isNotEqualTo("SEARCHING");
    var ready =
        unity.patch(owner.path(), "{\"is_ready\": true}").expect(200).read(Unity.Member.class);
    // Then
    assertThat(ready.isReady()).isTrue();
    assertThat(ready.path()).isEqualTo(owner.path());
    unity.followTo("MATCH_FOUND", owner.path(), Unity.Member.class);
    var found = unity.get("/groups/" + owner.groupId()).expect(200).read(Unity.Group.class);
    assertThat(found.status()).isEqualTo("MATCH_FOUND");
    assertThat(found.teamId()).isNotNull();
    assertThat(found.assignment()).isNull();
    Queues.of(muster).open();
    var owners = unity.followTo("HOST_ASSIGNED", owner.path(), Unity.Member.class);
    var friends = unity.followTo("HOST_ASSIGNED", friend.path(), Unity.Member.class);
    assertShared(owners, friends);
    var group = unity.get("/groups/" + owner.groupId()).expect(200).read(Unity.Group.class);
    assertThat(group.assignment()).isEqualTo(owners.assignment());
    assertThat(group.teamId()).isEqualTo(owners.teamId());
  }

  private static void assertShared(Unity.Member one, Unity.Member other) {
    assertThat(one.ticketId()).isNotNull().isNotEqualTo(other.ticketId());
    assertThat(other.ticketId()).isNotNull();
    assertThat(one.teamId()).isNotNull().isEqualTo(other.teamId());
    var host = one.assignment();
    assertThat(host).isEqualTo(other.assignment());
    assertThat(host.gameport().link()).isEqualTo(host.fqdn() + ":" + host.gameport().external());
  }

  /** A member answer is read for the match, too, by later clients than those that are known. */
  record Matched(String matchId) {}

  @Test
  @Sends({"POST /groups", "GET /groups/{id}/members/{id}"})
  void aSoloPlayerIsAGroupThatIsReadyAtOnce(Line unity, MusterProcess muster) {
    // Given
    var queue = Queues.of(muster).simple();
    // When
    var one = create(unity, queue, true);
    var other = create(unity, queue, true);
    // Then
    unity.followTo("HOST_ASSIGNED", one.path(), Unity.Member.class);
    unity.followTo("HOST_ASSIGNED", other.path(), Unity.Member.class);
    assertThat(unity.get(one.path()).read(Matched.class))
        .isEqualTo(unity.get(other.path()).read(Matched.class));
  }

  /** As the region picker's sample and the backfill sample's client send them. */
  @Test
  @Sends("POST /groups")
  void theAttributesOfTheOtherSamplesAreTaken(Line unity, MusterProcess muster) {
    // Given
    var queues = Queues.of(muster);
    var seats =
        member(
            queues.seats(),
            "{\"beacons\": {\"Chicago\": 0.0}, \"backfill_group_size\": [\"new\", \"1\"]}",
            false);
    var advanced =
        member(
            queues.advanced(),
            "{\"beacons\": {\"Chicago\": 12.3}, \"elo_rating\": 1000, \"selected_game_mode\":"
                + " \"quickplay\", \"selected_map\": [\"Airport\"], \"backfill_group_size\":"
                + " [\"new\", \"1\"]}",
            false);
    // When // Then
    for (var body : List.of(seats, advanced)) {
      var member = unity.post("/groups", body).expect(201).read(Unity.Member.class);
      unity.delete("/groups/" + member.groupId()).expect(204);
    }
  }

  /** The skills' client leaves out beacons that it has not measured. */
  @Test
  @Sends("POST /groups")
  void withoutARuleForBeaconsNoneNeedToBeMeasured(Line unity, MusterProcess muster) {
    // Given
    var body = member(Queues.of(muster).solo(), "{}", true);
    // When
    var created = unity.post("/groups", body).expect(201).read(Unity.Member.class);
    // Then
    var host = unity.followTo("HOST_ASSIGNED", created.path(), Unity.Member.class).assignment();
    assertThat(host.ports().get("gameport").external()).isPositive();
  }

  /** The skills' client takes 409 for "match found, joining" and polls the same member again. */
  @Test
  @Sends({
    "DELETE /groups/{id}",
    "DELETE /groups/{id}/members/{id}",
    "GET /groups/{id}/members/{id}"
  })
  void whoCancelsTooLateIsToldSoAndFindsTheServerByPollingOn(Line unity, MusterProcess muster) {
    // Given
    var queue = Queues.of(muster).held();
    var owner = create(unity, queue, false);
    var friend = join(unity, owner, queue, false);
    unity.patch(owner.path(), "{\"is_ready\": true}").expect(200);
    unity.patch(friend.path(), "{\"is_ready\": true}").expect(200);
    unity.followTo("MATCH_FOUND", owner.path(), Unity.Member.class);
    // When // Then
    unity.delete("/groups/" + owner.groupId()).refused(409);
    unity.delete(friend.path()).refused(409);
    unity.patch(owner.path(), "{\"is_ready\": false}").refused(409);
    unity.post("/groups/" + owner.groupId() + "/members", member(queue, NEAR, true)).refused(409);
    Queues.of(muster).open();
    unity.followTo("HOST_ASSIGNED", owner.path(), Unity.Member.class);
    unity.followTo("HOST_ASSIGNED", friend.path(), Unity.Member.class);
  }

  @Test
  @Sends({"PATCH /groups/{id}/members/{id}", "POST /groups/{id}/members"})
  void aGroupThatSearchesTakesNobodyAndNoChangeOfMind(Line unity, MusterProcess muster) {
    // Given
    var queue = Queues.of(muster).four();
    var solo = create(unity, queue, true);
    assertThat(solo.isReady()).isTrue();
    // When // Then
    unity.patch(solo.path(), "{\"is_ready\": true}").refused(409);
    unity.post("/groups/" + solo.groupId() + "/members", member(queue, NEAR, true)).refused(409);
    unity.delete("/groups/" + solo.groupId()).expect(204);
  }

  @Test
  @Sends("DELETE /groups/{id}")
  void theOwnerWhoEndsASearchCancelsItForAll(Line unity, MusterProcess muster) {
    // Given
    var queue = Queues.of(muster).four();
    var owner = create(unity, queue, false);
    var friend = join(unity, owner, queue, true);
    unity.patch(owner.path(), "{\"is_ready\": true}").expect(200);
    assertThat(read(unity, friend).status()).isEqualTo("SEARCHING");
    // When
    unity.delete("/groups/" + owner.groupId()).expect(204);
    // Then
    unity.followTo("CANCELLED", friend.path(), Unity.Member.class);
    assertThat(read(unity, owner).status()).isEqualTo("CANCELLED");
    unity.post("/groups/" + owner.groupId() + "/members", member(queue, NEAR, true)).refused(409);
  }

  @Test
  @Sends("DELETE /groups/{id}/members/{id}")
  void aFriendWhoLeavesBeforeTheSearchLeavesAloneAndDuringItCancelsForAll(
      Line unity, MusterProcess muster) {
    // Given
    var queue = Queues.of(muster).four();
    var owner = create(unity, queue, false);
    var first = join(unity, owner, queue, false);
    var second = join(unity, owner, queue, true);
    // When
    unity.delete(first.path()).expect(204);
    unity.patch(owner.path(), "{\"is_ready\": true}").expect(200);
    // Then
    assertThat(read(unity, second).status()).isEqualTo("SEARCHING");
    unity.delete(second.path()).expect(204);
    unity.followTo("CANCELLED", owner.path(), Unity.Member.class);
  }

  /** After a crash the SDK no longer knows that it was the owner, and leaves as a member does. */
  @Test
  @Sends({"GET /groups/{id}/members/{id}", "DELETE /groups/{id}/members/{id}"})
  void anOwnerWhoResumedLeavesByHisMembershipAndEndsTheGroup(Line unity, MusterProcess muster) {
    // Given
    var queue = Queues.of(muster).four();
    var owner = create(unity, queue, false);
    var friend = join(unity, owner, queue, false);
    // When
    assertThat(read(unity, owner).memberId()).isEqualTo(owner.memberId());
    unity.delete(owner.path()).expect(204);
    // Then
    await("the friend's group has ended")
        .pollInterval(Kit.UNITY_GROUPS.interval())
        .pollDelay(Duration.ZERO)
        .until(
            () -> {
              var reply = unity.get(friend.path());
              return reply.status() == 404
                  || reply.expect(200).read(Unity.Member.class).status().equals("CANCELLED");
            });
  }

  @Test
  @Sends({
    "POST /groups/{id}/members",
    "GET /groups/{id}",
    "GET /groups/{id}/members/{id}",
    "PATCH /groups/{id}/members/{id}",
    "DELETE /groups/{id}",
    "DELETE /groups/{id}/members/{id}"
  })
  void aGroupThatNeverWasIsNotFound(Line unity, MusterProcess muster) {
    // Given
    var group = "/groups/b2080c27-19c9-4fb0-8fe7-4bf1e5d285d1";
    var member = group + "/members/cusfn10msflc73beiik0";
    // When // Then
    unity.post(group + "/members", member(Queues.of(muster).simple(), NEAR, true)).refused(404);
    unity.get(group).refused(404);
    unity.get(member).refused(404);
    unity.patch(member, "{\"is_ready\": true}").refused(404);
    unity.delete(group).refused(404);
    unity.delete(member).refused(404);
  }

  @Test
  @Sends("POST /groups/{id}/members")
  void whoDoesNotFitIsDeclinedAndSoIsOneTooMany(Line unity, MusterProcess muster) {
    // Given
    var queue = Queues.of(muster).simple();
    var owner = create(unity, queue, false);
    var members = "/groups/" + owner.groupId() + "/members";
    // When // Then
    unity.post(members, member(queue, "{\"beacons\": {\"Chicago\": 12.3}}", false)).refused(400);
    join(unity, owner, queue, false);
    unity.post(members, member(queue, NEAR, false)).refused(400);
    unity.delete("/groups/" + owner.groupId()).expect(204);
  }
}
