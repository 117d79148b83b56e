package dev.muster.e2e.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.e2e.MusterProcess;
import org.junit.jupiter.api.Test;

/** A game that asks a service for its own address first, and reads answers by JsonUtility. */
@Plays(Kit.JSON_UTILITY)
class JsonUtilityIT {
  record Ticket(
      String id,
      String profile,
      String status,
      String createdAt,
      @OrNull String groupId,
      @OrNull String teamId,
      @OrNull String playerIp,
      @OrNull String matchId,
      @OrNull Assignment assignment)
      implements Followed {
    @Override
    public boolean isAssigned() {
      return assignment != null;
    }
  }

  record Assignment(String fqdn, String publicIp, Ports ports, Unity.Location location) {}

  /** It knows ports by name only. */
  record Ports(Port gameport) {}

  record Port(int external, String link, String protocol) {}

  private static Ticket create(Line game, String queue) {
    return game.post(
            "/tickets",
            """
            {"player_ip": "203.0.113.7", "profile": "%s",
             "attributes": {"backfill_group_size": ["value 1"],
               "beacons": {"Montenegro": 0.0, "Toronto": 0.0, "Quebec": 0.0}}}
            """
                .formatted(queue))
        .expect(201)
        .read(Ticket.class);
  }

  @Test
  @Sends({"POST /tickets", "GET /tickets/{id}"})
  void aPlayerWhoSaysWhereHeIsFindsTheGameport(Line game, MusterProcess muster) {
    // Given
    var queue = Queues.of(muster).sizes();
    // When
    var ticket = create(game, queue);
    create(game, queue);
    // Then
    assertThat(ticket.playerIp()).isEqualTo("203.0.113.7");
    var assigned = game.followTo("HOST_ASSIGNED", "/tickets/" + ticket.id(), Ticket.class);
    assertThat(assigned.matchId()).isNotBlank();
    assertThat(assigned.assignment().ports().gameport().external()).isPositive();
  }

  /** Its request to delete has no body and says nothing of JSON. */
  @Test
  @Sends("DELETE /tickets/{id}")
  void aPlayerWhoCancelsIsNotMatched(Line game, MusterProcess muster) {
    // Given
    var ticket = create(game, Queues.of(muster).sizes());
    // When
    game.delete("/tickets/" + ticket.id()).expect(204);
    // Then
    game.followTo("CANCELLED", "/tickets/" + ticket.id(), Ticket.class);
  }
}
