package dev.muster.e2e.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.muster.e2e.MusterProcess;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A third party's provider: attributes are texts only, and its editor looks around first. */
@Plays(Kit.PURRNET)
class PurrNetIT {
  private static final String BROWSER = "https://play.game.example";

  record Description(Info info) {}

  record Info(String title, String version) {}

  record Ticket(String id, String status, @OrNull Assignment assignment) implements Followed {
    @Override
    public boolean isAssigned() {
      return assignment != null;
    }
  }

  record Assignment(String fqdn, String publicIp, Map<String, Port> ports) {}

  record Port(int external, String protocol) {}

  private static Reply create(Line purrnet, String queue) {
    return purrnet.post(
        "/tickets",
        """
        {"profile": "%s", "attributes": {"selected_game_mode": "quickplay"}, "player_ip": null}
        """
            .formatted(queue));
  }

  @Test
  @Sends({"POST /tickets", "GET /tickets/{id}", "DELETE /tickets/{id}"})
  void aPlayerConnectsToTheFirstPortOfItsProtocol(Line purrnet, MusterProcess muster) {
    // Given
    var queue = Queues.of(muster).modes();
    // When
    var first = create(purrnet, queue).expect(201).read(Ticket.class);
    var second = create(purrnet, queue).expect(201).read(Ticket.class);
    // Then
    var host =
        purrnet.followTo("HOST_ASSIGNED", "/tickets/" + first.id(), Ticket.class).assignment();
    assertThat(host.fqdn() + host.publicIp()).isNotBlank();
    assertThat(host.ports().values())
        .filteredOn(port -> port.protocol().equalsIgnoreCase("UDP"))
        .isNotEmpty()
        .allMatch(port -> port.external() > 0);
    purrnet.delete("/tickets/" + second.id()).refused(409);
    var third = create(purrnet, queue).expect(201).read(Ticket.class);
    purrnet.delete("/tickets/" + third.id()).expect(204);
  }

  /** Its profile list is any property {@code profile} that is an enumeration, wherever it is. */
  @Test
  @Sends("GET /swagger/v1/swagger.json")
  void theDescriptionOfTheServiceNamesItsProfiles(Line purrnet, MusterProcess muster)
      throws IOException {
    // Given
    var queue = Queues.of(muster).modes();
    // When
    var reply = purrnet.get("/swagger/v1/swagger.json").expect(200);
    // Then
    assertThat(reply.read(Description.class).info().title()).isEqualTo("Matchmaker");
    var names =
        new ObjectMapper()
            .readTree(reply.body()).findValues("profile").stream()
                .map(profile -> profile.path("enum"))
                .filter(JsonNode::isArray)
                .map(values -> values.get(0).textValue())
                .toList();
    assertThat(names).contains(queue);
  }

  @Test
  @Sends("OPTIONS /tickets")
  void aBrowserMayCallFromAnAllowedOriginAndAsksWithoutToken(Line purrnet, MusterProcess muster) {
    // Given
    Conformance.edit(muster, "{\"spec\": {\"allowedCorsOrigins\": [\"https://*.game.example\"]}}");
    try {
      // When
      var allowed =
          await("the origin is allowed")
              .until(
                  () -> preflight(purrnet, BROWSER),
                  reply -> reply.header("Access-Control-Allow-Origin").equals(BROWSER));
      var other = preflight(purrnet, "https://elsewhere.example");
      // Then
      assertThat(allowed.status()).isBetween(200, 204);
      assertThat(allowed.header("Access-Control-Allow-Methods"))
          .contains("GET", "POST", "PATCH", "DELETE");
      assertThat(allowed.header("Access-Control-Allow-Headers").toLowerCase(Locale.ROOT))
          .contains("authorization", "content-type");
      assertThat(other.header("Access-Control-Allow-Origin")).isEmpty();
    } finally {
      Conformance.edit(muster, "{\"spec\": {\"allowedCorsOrigins\": null}}");
    }
  }

  private static Reply preflight(Line purrnet, String origin) {
    return purrnet
        .withToken("")
        .send(
            "OPTIONS",
            "/tickets",
            "",
            Map.of(
                "Origin",
                origin,
                "Access-Control-Request-Method",
                "POST",
                "Access-Control-Request-Headers",
                "authorization,content-type"));
  }
}
