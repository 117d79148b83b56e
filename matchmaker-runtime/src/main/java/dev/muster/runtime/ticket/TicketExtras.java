package dev.muster.runtime.ticket;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.api.ticket.InvalidTicket;
import dev.muster.api.ticket.TicketAttributes;
import dev.muster.api.ticket.TicketJson;
import dev.muster.engine.profile.Problem;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a client wants carried along: any JSON that its game server, and whoever reads the ticket,
 * gets as it was sent. Refused is only what a reader behind us could not take.
 */
public final class TicketExtras {
  /** How deep lists and objects may be nested. */
  public static final int MOST_DEPTH = 32;

  private static final String FIELD = "extras";

  private final List<Problem> problems = new ArrayList<>();

  private TicketExtras() {}

  /**
   * Reads a ticket's extras.
   *
   * @param node any JSON; Java or JSON null counts as none
   * @param attributes of the same ticket; together they have {@link TicketJson#MOST_BYTES}
   * @return as compact JSON
   * @throws InvalidTicket when they are too large, nested too deeply, or have a number or text that
   *     others could not read
   */
  public static Optional<String> of(JsonNode node, TicketAttributes attributes) {
    if (node == null || node.isNull() || node.isMissingNode()) {
      return Optional.empty();
    }
    return Optional.of(new TicketExtras().read(node, attributes));
  }

  /** Extras that a Match holds, as compact JSON. */
  public static Optional<String> stored(JsonNode node) {
    return node == null || node.isNull() ? Optional.empty() : Optional.of(compact(node));
  }

  private String read(JsonNode node, TicketAttributes attributes) {
    check(FIELD, node, 0);
    if (!problems.isEmpty()) {
      throw new InvalidTicket(problems);
    }
    var json = compact(node);
    int bytes = bytes(json) + bytes(attributes.json());
    if (bytes > TicketJson.MOST_BYTES) {
      throw new InvalidTicket(
          List.of(
              new Problem(
                  FIELD,
                  "takes "
                      + bytes
                      + " bytes as JSON together with the attributes, at most "
                      + TicketJson.MOST_BYTES
                      + " were expected")));
    }
    return json;
  }

  /** Stops at the first problem: there could be thousands. */
  private void check(String field, JsonNode node, int depth) {
    if (depth > MOST_DEPTH) {
      problems.add(
          new Problem(FIELD, "is nested deeper than the " + MOST_DEPTH + " levels that may be"));
    } else if (node.isNumber() && !Double.isFinite(node.doubleValue())) {
      problems.add(
          new Problem(field, "is a number that is too large, at most 1.7e308 was expected"));
    } else if (node.isTextual() && isBroken(node.textValue())) {
      problems.add(
          new Problem(field, "has half of a surrogate pair, whole characters were expected"));
    } else if (node.isArray()) {
      for (int i = 0; i < node.size() && problems.isEmpty(); i++) {
        check(field + "[" + i + "]", node.get(i), depth + 1);
      }
    } else if (node.isObject()) {
      checkObject(field, node, depth);
    }
  }

  private void checkObject(String field, JsonNode node, int depth) {
    for (var entry : node.properties()) {
      if (problems.isEmpty()) {
        check(field + "." + TicketJson.shortened(entry.getKey()), entry.getValue(), depth + 1);
      }
    }
  }

  /** Whether it has half of a surrogate pair; the parser refuses that in names, not in texts. */
  private static boolean isBroken(String text) {
    return text.codePoints()
        .anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }

  private static String compact(JsonNode node) {
    try {
      return TicketJson.writer().writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a JSON tree cannot be written", e);
    }
  }

  private static int bytes(String json) {
    return json.getBytes(StandardCharsets.UTF_8).length;
  }
}
