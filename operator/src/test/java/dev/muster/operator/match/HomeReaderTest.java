package dev.muster.operator.match;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.api.v1alpha1.GameServerSpec;
import dev.muster.api.v1alpha1.Matchmaker;
import dev.muster.api.v1alpha1.MatchmakerStatus;
import dev.muster.operator.gameserver.Attempt;
import dev.muster.operator.gameserver.GameServer;
import dev.muster.operator.gameserver.GameServerPod;
import dev.muster.operator.gameserver.Locations;
import dev.muster.operator.match.HomeLookup.Found;
import dev.muster.operator.match.HomeLookup.Missing;
import dev.muster.operator.testing.FieldTable.Change;
import dev.muster.operator.testing.Fixtures;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@EnableKubernetesMockClient(crud = true)
class HomeReaderTest {
  KubernetesClient client;

  @Test
  void saysWhatIsMissing() {
    // Given nothing at all
    var reader = new HomeReader(client);
    // Then one thing after another
    assertThat(missing(reader)).isEqualTo(Reason.MatchmakerMissing);
    create(Fixtures.matchmaker());
    assertThat(missing(reader)).isEqualTo(Reason.SecretMissing);
    secret("arena-keys", Map.of("server", "bXVzdGVy"));
    assertThat(missing(reader)).isEqualTo(Reason.SecretMissing);
    secret("arena-tokens", Map.of("client", "dG9rZW4="));
    assertThat(reader.read(Fixtures.match(), server())).isInstanceOf(Found.class);
  }

  @ParameterizedTest
  @CsvSource({
    "client, client",
    "client a, client",
    "b a, a",
    "client server-eu server-us, server-eu",
  })
  void takesATokenForServersIfThereIsOne(String keys, String taken) {
    // Given
    create(Fixtures.matchmaker());
    secret("arena-keys", Map.of("server", "bXVzdGVy"));
    var data = new java.util.HashMap<String, String>();
    for (String key : keys.split(" ", -1)) {
      data.put(key, "dG9rZW4=");
    }
    secret("arena-tokens", data);
    // When
    var found = (Found) new HomeReader(client).read(Fixtures.match(), server());
    // Then
    assertThat(found.home().matchmakerToken().getKey()).isEqualTo(taken);
    assertThat(found.home().matchmakerToken().getName()).isEqualTo("arena-tokens");
  }

  static Stream<Change> fields() {
    return Stream.of(
        new Change("hostPorts.min", "/spec/hostPorts/min", "7150", "min=7150"),
        new Change("hostPorts.max", "/spec/hostPorts/max", "7250", "max=7250"),
        new Change("beacons[].city", "/spec/beacons/0/city", "Tokyo", "country=,"),
        new Change("beacons[].host", "/spec/beacons/0/host", "192.0.2.1", "192.0.2.1"),
        new Change("beacons[].tcpPort", "/spec/beacons/0/tcpPort", "11", "value: \"11\""),
        new Change("beacons[].udpPort", "/spec/beacons/0/udpPort", "12", "value: \"12\""),
        new Change("beacons[].country", "/spec/beacons/0/country", "X1", "country=X1"),
        new Change("beacons[].continent", "/spec/beacons/0/continent", "X2", "continent=X2"),
        new Change(
            "beacons[].administrativeDivision",
            "/spec/beacons/0/administrativeDivision",
            "X3",
            "administrativeDivision=X3"),
        new Change("beacons[].timezone", "/spec/beacons/0/timezone", "X4", "timezone=X4"));
  }

  @ParameterizedTest
  @MethodSource("fields")
  void whatAMatchmakerSaysOfPortsAndPlacesReachesTheServer(Change change) {
    // Given
    var before = answer(Fixtures.matchmaker());
    // When
    var after = answer(Fixtures.as(Matchmaker.class, change.in(Fixtures.json("matchmaker"))));
    // Then
    assertThat(before).doesNotContain(change.expected());
    assertThat(after).contains(change.expected());
  }

  private String answer(Matchmaker matchmaker) {
    client.resources(Matchmaker.class).inAnyNamespace().delete();
    create(matchmaker);
    secret("arena-keys", Map.of("server", "bXVzdGVy"));
    secret("arena-tokens", Map.of("client", "dG9rZW4="));
    var found = (Found) new HomeReader(client).read(Fixtures.match(), server());
    var pod =
        GameServerPod.of(
            server(),
            new Attempt(Fixtures.match(), 1, Fixtures.REQUEST_ID, Map.of()),
            found.home());
    return found.hostPorts()
        + " "
        + Locations.of(found.home().beacons(), "Chicago")
        + Fixtures.yaml(pod);
  }

  private void create(Matchmaker matchmaker) {
    matchmaker.setStatus(new MatchmakerStatus(1L, null, "http://arena.games.svc:8080", null, null));
    client.resource(matchmaker).create();
    client.resource(matchmaker).updateStatus();
  }

  private void secret(String name, Map<String, String> data) {
    var secret =
        new SecretBuilder()
            .withNewMetadata()
            .withName(name)
            .withNamespace("games")
            .endMetadata()
            .withData(data)
            .build();
    if (client.resource(secret).get() == null) {
      client.resource(secret).create();
    }
  }

  private static Reason missing(HomeReader reader) {
    return ((Missing) reader.read(Fixtures.match(), server())).reason();
  }

  private static GameServer server() {
    var json = Fixtures.json("profile");
    json.withObject("/spec/gameServer").put("matchmakerToken", true);
    return GameServer.of(
        Fixtures.as(GameServerSpec.class, (ObjectNode) json.at("/spec/gameServer")));
  }
}
