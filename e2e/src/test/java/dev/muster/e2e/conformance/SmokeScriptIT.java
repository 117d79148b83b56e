package dev.muster.e2e.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.e2e.MusterProcess;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A third party's script that checks a live service: two tickets have to get one address. */
@Plays(Kit.SMOKE_SCRIPT)
class SmokeScriptIT {
  private static final int GAME_PORT = 7777;

  record Ticket(String id, String status, @OrNull Assignment assignment) implements Followed {
    @Override
    public boolean isAssigned() {
      return assignment != null;
    }
  }

  record Assignment(String fqdn, Map<String, Port> ports) {}

  record Port(int internal, int external, String protocol) {}

  private static Ticket create(Line script, String queue) {
    return script
        .post(
            "/tickets",
            """
            {"player_ip": null, "profile": "%s",
             "attributes": {"beacons": {"Montreal": 12.3, "Toronto": 45.6, "Quebec": 78.9}}}
            """
                .formatted(queue))
        .expect(201)
        .read(Ticket.class);
  }

  @Test
  @Sends({"GET /monitor", "POST /tickets", "GET /tickets/{id}"})
  void twoTicketsGetOneAddressWhoseGameportIsTheGamesAndUdp(Line script, MusterProcess muster) {
    // Given
    var queue = Queues.of(muster).simple();
    script.get("/monitor").expect(200);
    // When
    var tickets = IntStream.range(0, 2).mapToObj(i -> create(script, queue)).toList();
    // Then
    var hosts =
        tickets.stream()
            .map(t -> script.followTo("HOST_ASSIGNED", "/tickets/" + t.id(), Ticket.class))
            .map(Ticket::assignment)
            .toList();
    assertThat(hosts.get(0)).isEqualTo(hosts.get(1));
    var port = hosts.get(0).ports().get("gameport");
    assertThat(port.internal()).isEqualTo(GAME_PORT);
    assertThat(port.external()).isBetween(1, 65_535);
    assertThat(port.protocol()).isEqualTo("UDP");
  }

  @Test
  @Sends("DELETE /tickets/{id}")
  void aFailedCheckTakesItsTicketsBack(Line script, MusterProcess muster) {
    // Given
    var ticket = create(script, Queues.of(muster).four());
    // When // Then
    script.delete("/tickets/" + ticket.id()).expect(204);
    script.followTo("CANCELLED", "/tickets/" + ticket.id(), Ticket.class);
  }
}
