package dev.muster.operator.gameserver;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.muster.api.v1alpha1.BeaconSpec;
import dev.muster.api.v1alpha1.GameServerSpec.Exposure;
import dev.muster.api.v1alpha1.PortSpec;
import dev.muster.api.v1alpha1.TicketSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The ARBITRIUM_ variables: where the server runs, and how it may ask about and stop itself.
 *
 * <p>What Muster cannot know is written as published SDKs expect it: no clock frequency is 0, no
 * private fleet is {@code PUBLIC_CLOUD}. CPU is counted in 1024ths, memory in MiB, 0 where the
 * template sets no limit and no request.
 */
final class ServerVariables {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final BigDecimal UNITS_PER_CPU = BigDecimal.valueOf(1024);
  private static final BigDecimal BYTES_PER_MEBIBYTE = BigDecimal.valueOf(1024L * 1024L);

  private final GameServer server;
  private final Attempt attempt;
  private final Home home;
  private final EnvWriter env;

  ServerVariables(GameServer server, Attempt attempt, Home home, EnvWriter env) {
    this.server = server;
    this.attempt = attempt;
    this.home = home;
    this.env = env;
  }

  void write() {
    env.text("ARBITRIUM_REQUEST_ID", attempt.requestId());
    env.text("ARBITRIUM_HOST_ID", attempt.podName());
    env.field(
        "ARBITRIUM_PUBLIC_IP",
        server.exposure() == Exposure.PodIP ? "status.podIP" : "status.hostIP");
    env.text(
        "ARBITRIUM_DEPLOYMENT_TAGS",
        attempt.match().getSpec().tickets().stream()
            .map(TicketSpec::id)
            .collect(Collectors.joining(",")));
    writeSize();
    writeSelf();
    writeLocation();
    writePorts();
    writeBeacon();
    env.text("ARBITRIUM_HOST_IN_PRIVATE_FLEET", "false");
    env.text("ARBITRIUM_PRIVATE_FLEET_ID", "PUBLIC_CLOUD");
  }

  private void writeSize() {
    env.text("ARBITRIUM_HOST_BASE_CLOCK_FREQUENCY", "0");
    env.text(
        "ARBITRIUM_DEPLOYMENT_VCPU_UNITS",
        whole(resource("cpu").map(cpus -> cpus.multiply(UNITS_PER_CPU))));
    env.text(
        "ARBITRIUM_DEPLOYMENT_MEMORY_MB",
        whole(
            resource("memory")
                .map(bytes -> bytes.divide(BYTES_PER_MEBIBYTE, 3, RoundingMode.HALF_UP))));
  }

  private void writeSelf() {
    var url = home.url() + "/v1/servers/" + attempt.requestId();
    var token = home.tokens().tokenOf(attempt.requestId());
    env.text("ARBITRIUM_DELETE_URL", url);
    env.text("ARBITRIUM_DELETE_TOKEN", token);
    env.text("ARBITRIUM_CONTEXT_URL", url);
    env.text("ARBITRIUM_CONTEXT_TOKEN", token);
  }

  private void writeLocation() {
    var location = Locations.of(home.beacons(), attempt.match().getSpec().location());
    var json = JSON.objectNode();
    json.put("city", location.city());
    json.put("country", location.country());
    json.put("continent", location.continent());
    json.put("administrative_division", location.administrativeDivision());
    json.put("timezone", location.timezone());
    env.json("ARBITRIUM_DEPLOYMENT_LOCATION", json);
  }

  private void writePorts() {
    var ports = JSON.objectNode();
    for (PortSpec port : server.ports()) {
      var json = JSON.objectNode();
      json.put("name", port.name());
      json.put("internal", port.containerPort());
      json.put("external", external(port));
      json.put("protocol", port.protocol().name());
      ports.set(port.name(), json);
      for (String name : variableNames(port.name())) {
        env.text("ARBITRIUM_PORT_" + name + "_INTERNAL", port.containerPort().toString());
        env.text("ARBITRIUM_PORT_" + name + "_EXTERNAL", Integer.toString(external(port)));
        env.text("ARBITRIUM_PORT_" + name + "_PROTOCOL", port.protocol().name());
      }
    }
    env.json("ARBITRIUM_PORTS_MAPPING", JSON.objectNode().set("ports", ports));
  }

  /** SDKs only make a name upper-case; a shell loses variables with a dash, so both forms. */
  private static Set<String> variableNames(String port) {
    var upper = port.toUpperCase(Locale.ROOT);
    return new LinkedHashSet<>(List.of(upper, upper.replace('-', '_')));
  }

  private int external(PortSpec port) {
    return attempt.hostPorts().getOrDefault(port.name(), port.containerPort());
  }

  private void writeBeacon() {
    var beacon = home.beacon(attempt.match().getSpec().location());
    var enabled = Boolean.toString(beacon.isPresent());
    env.text("ARBITRIUM_HOST_BEACON_ENABLED", enabled);
    env.text("ARBITRIUM_BEACON_ENABLED", enabled);
    env.text("ARBITRIUM_HOST_BEACON_PUBLIC_IP", beacon.map(BeaconSpec::host).orElse(""));
    env.text(
        "ARBITRIUM_HOST_BEACON_PORT_UDP_EXTERNAL",
        beacon.map(BeaconSpec::udpPort).map(Object::toString).orElse(""));
    env.text(
        "ARBITRIUM_HOST_BEACON_PORT_TCP_EXTERNAL",
        beacon.map(BeaconSpec::tcpPort).map(Object::toString).orElse(""));
  }

  private Optional<BigDecimal> resource(String name) {
    var resources = Optional.ofNullable(server.gameContainer().getResources());
    return quantity(resources.map(ResourceRequirements::getLimits), name)
        .or(() -> quantity(resources.map(ResourceRequirements::getRequests), name))
        .flatMap(ServerVariables::amount);
  }

  /** Empty when it is no quantity: the API server refuses such a pod, and says so better. */
  private static Optional<BigDecimal> amount(Quantity quantity) {
    try {
      return Optional.of(Quantity.getAmountInBytes(quantity));
    } catch (IllegalArgumentException | ArithmeticException e) {
      return Optional.empty();
    }
  }

  private static Optional<Quantity> quantity(
      Optional<Map<String, Quantity>> quantities, String name) {
    return quantities.map(found -> found.get(name));
  }

  private static String whole(Optional<BigDecimal> amount) {
    return amount.orElse(BigDecimal.ZERO).setScale(0, RoundingMode.HALF_UP).toPlainString();
  }
}
