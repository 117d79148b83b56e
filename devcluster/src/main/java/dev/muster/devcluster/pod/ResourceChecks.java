package dev.muster.devcluster.pod;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.devcluster.schema.Quantity;
import dev.muster.devcluster.store.Cause;
import dev.muster.devcluster.store.Names;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Set;

/** Checks what a container asks for. */
final class ResourceChecks {
  private static final Set<String> OF_CONTAINERS = Set.of("cpu", "memory", "ephemeral-storage");
  private static final String HUGE_PAGES = "hugepages-";

  /** Resources that something has, if not containers. */
  private static final Set<String> STANDARD =
      Set.of(
          "cpu",
          "memory",
          "ephemeral-storage",
          "storage",
          "requests.cpu",
          "requests.memory",
          "requests.ephemeral-storage",
          "requests.storage",
          "limits.cpu",
          "limits.memory",
          "limits.ephemeral-storage",
          "pods",
          "services",
          "replicationcontrollers",
          "resourcequotas",
          "secrets",
          "configmaps",
          "persistentvolumeclaims",
          "services.nodeports",
          "services.loadbalancers");

  private final Faults faults;

  ResourceChecks(Faults faults) {
    this.faults = faults;
  }

  void check(JsonNode resources, String at) {
    var limits = resources.path("limits");
    var requests = resources.path("requests");
    for (var limit : limits.properties()) {
      entry(limit, at + ".limits[" + limit.getKey() + "]");
    }
    for (var request : requests.properties()) {
      entry(request, at + ".requests[" + request.getKey() + "]");
      beside(request, limits, at);
    }
    boolean huge = hasHugePages(limits) || hasHugePages(requests);
    boolean usual = hasUsual(limits) || hasUsual(requests);
    if (huge && !usual) {
      faults.forbidden(at, "HugePages require cpu or memory");
    }
  }

  private static boolean hasHugePages(JsonNode list) {
    return list.properties().stream().anyMatch(entry -> entry.getKey().startsWith(HUGE_PAGES));
  }

  private static boolean hasUsual(JsonNode list) {
    return list.has("cpu") || list.has("memory");
  }

  private void entry(Map.Entry<String, JsonNode> entry, String at) {
    name(entry.getKey(), at);
    var amount = amount(entry.getValue());
    if (amount.signum() < 0) {
      faults.invalid(at, entry.getValue().asText(), "must be greater than or equal to 0");
    }
    if (isExtended(entry.getKey()) && amount.stripTrailingZeros().scale() > 0) {
      faults.add(Cause.invalid(at, goQuantity(amount), "must be an integer"));
    }
  }

  /** The name of a resource; it is shown without quotes. */
  private void name(String name, String at) {
    var forms = Names.qualified(name);
    forms.forEach(fault -> faults.add(Cause.invalid(at, name, fault)));
    if (name.contains("/")) {
      return;
    }
    boolean hugePages = name.startsWith(HUGE_PAGES);
    if (forms.isEmpty() && !STANDARD.contains(name) && !hugePages) {
      faults.add(Cause.invalid(at, name, "must be a standard resource type or fully qualified"));
    }
    if (!OF_CONTAINERS.contains(name) && !hugePages) {
      faults.add(Cause.invalid(at, name, "must be a standard resource for containers"));
    }
  }

  /** A request beside the limits; of most resources no more can be promised than there is. */
  private void beside(Map.Entry<String, JsonNode> request, JsonNode limits, String at) {
    var name = request.getKey();
    var asked = amount(request.getValue());
    var limit = limits.path(name);
    boolean exact = isExtended(name) || name.startsWith(HUGE_PAGES);
    if (limit.isMissingNode()) {
      if (exact) {
        faults.required(at + ".limits", "Limit must be set for non overcommitable resources");
      }
      return;
    }
    int more = asked.compareTo(amount(limit));
    if (exact ? more != 0 : more > 0) {
      faults.invalid(
          at + ".requests",
          request.getValue().asText(),
          (exact ? "must be equal to " : "must be less than or equal to ")
              + name
              + " limit of "
              + limit.asText());
    }
  }

  private static boolean isExtended(String name) {
    return name.contains("/") && !name.contains("kubernetes.io/") && !name.startsWith("requests.");
  }

  private static BigDecimal amount(JsonNode value) {
    return Quantity.parse(value.asText()).orElseThrow().value();
  }

  /** As Go prints the struct. */
  private static String goQuantity(BigDecimal amount) {
    var plain = amount.stripTrailingZeros();
    return ("resource.Quantity{i:resource.int64Amount{value:%s, scale:%d},"
            + " d:resource.infDecAmount{Dec:(*inf.Dec)(nil)}, s:\"\", Format:\"DecimalSI\"}")
        .formatted(plain.unscaledValue(), -plain.scale());
  }
}
