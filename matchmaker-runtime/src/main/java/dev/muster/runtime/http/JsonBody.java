package dev.muster.runtime.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.api.ticket.InvalidTicket;
import dev.muster.api.ticket.TicketAttributes;
import dev.muster.api.ticket.TicketJson;
import dev.muster.runtime.group.TicketRequest;
import dev.muster.runtime.ticket.TicketExtras;
import io.netty.util.NetUtil;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A JSON object that a client sent. Unknown fields are ignored; one of the wrong type is refused by
 * its name.
 */
final class JsonBody {
  private static final int LONGEST_ADDRESS = 45;
  private static final int LONGEST_IN_MESSAGES = 64;

  private final JsonNode json;
  private final String path;
  private final String callerIp;
  private final boolean ofServer;
  private final ExpectedForms forms;

  private JsonBody(
      JsonNode json, String path, String callerIp, boolean ofServer, ExpectedForms forms) {
    this.json = json;
    this.path = path;
    this.callerIp = callerIp;
    this.ofServer = ofServer;
    this.forms = forms;
  }

  /**
   * The body of a request.
   *
   * @throws InvalidRequest when it is not a JSON object, with line and column where it ends to be
   */
  static JsonBody of(RoutingContext request) {
    var json = parse(request.body().buffer());
    if (!json.isObject()) {
      throw new InvalidRequest(
          json.isMissingNode()
              ? "The body is empty, a JSON object was expected"
              : "The body is " + TicketJson.form(json) + ", a JSON object was expected");
    }
    return new JsonBody(
        json,
        "",
        Callers.playerIp(request),
        TokenCheck.foundServer(request),
        ExpectedForms.of(request));
  }

  private static JsonNode parse(Buffer body) {
    try {
      return TicketJson.reader().readTree(body == null ? new byte[0] : plain(body));
    } catch (StreamConstraintsException e) {
      throw new InvalidRequest(
          "The body is not JSON that can be read: it is nested too deeply, or a number is too long");
    } catch (JsonProcessingException e) {
      throw new InvalidRequest("The body is not JSON" + BrokenJson.problem(e));
    } catch (IOException e) {
      throw new InvalidRequest("The body is not JSON: it is no text in UTF-8");
    }
  }

  /** Old Unity versions send JSON as they would a form: percent-encoded. No JSON begins so. */
  private static byte[] plain(Buffer body) {
    if (body.length() == 0 || body.getByte(0) != '%') {
      return body.getBytes();
    }
    try {
      return URLDecoder.decode(body.toString(StandardCharsets.UTF_8), StandardCharsets.UTF_8)
          .getBytes(StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new InvalidRequest("The body is not JSON at line 1, column 1: it begins with %");
    }
  }

  /** The ticket that the client asks for. */
  TicketRequest ticket() {
    var profiles = profiles();
    var attributes = attributes(profiles);
    try {
      return new TicketRequest(
          profiles,
          attributes,
          TicketExtras.of(json.get("extras"), attributes),
          playerIp(),
          ofServer);
    } catch (InvalidTicket e) {
      throw invalid(e);
    }
  }

  /**
   * The attributes of a ticket; none when they are absent or null.
   *
   * @param queues whose rules say what is expected of them
   */
  TicketAttributes attributes(List<String> queues) {
    try {
      return TicketJson.attributes(json.get("attributes"), name -> forms.of(queues, name));
    } catch (InvalidTicket e) {
      throw invalid(e);
    }
  }

  private InvalidRequest invalid(InvalidTicket ticket) {
    return new InvalidRequest(
        ticket.problems().stream().map(p -> path.isEmpty() ? p : p.under(path)).toList());
  }

  /** Its field's name in messages, with those that it is in; empty for the body itself. */
  String path() {
    return path;
  }

  /** The profiles that a ticket names: {@code profile} alone, {@code profiles}, or both. */
  private List<String> profiles() {
    var several = json.path("profiles");
    if (several.isMissingNode() || several.isNull()) {
      return List.of(requiredText("profile"));
    }
    if (!several.isArray() || several.isEmpty() || several.size() > TicketRequest.MOST_PROFILES) {
      throw invalid(
          "profiles",
          "is "
              + (several.isArray() ? "a list of " + several.size() : TicketJson.form(several))
              + ", a list of 1 to "
              + TicketRequest.MOST_PROFILES
              + " strings was expected");
    }
    var names = new ArrayList<String>();
    for (int i = 0; i < several.size(); i++) {
      names.add(profile(i, several.get(i), names));
    }
    return with(names);
  }

  private String profile(int index, JsonNode node, List<String> before) {
    var field = "profiles[" + index + "]";
    if (!node.isTextual()) {
      throw invalid(field, "is " + TicketJson.form(node) + ", a string was expected");
    }
    if (before.contains(node.textValue())) {
      throw invalid(field, "is named twice");
    }
    return node.textValue();
  }

  /** The one in {@code profile}, if there is any, comes first. */
  private List<String> with(List<String> names) {
    if (json.path("profile").isMissingNode() || json.path("profile").isNull()) {
      return names;
    }
    var first = requiredText("profile");
    if (!names.remove(first)) {
      throw invalid("profile", "is none of profiles; one of them was expected, or none at all");
    }
    names.add(0, first);
    return names;
  }

  /** The object itself. */
  JsonNode json() {
    return json;
  }

  /** A string that must be there. */
  String requiredText(String name) {
    var node = json.path(name);
    if (node.isMissingNode() || node.isNull()) {
      throw invalid(name, "is required");
    }
    if (!node.isTextual()) {
      throw invalid(name, "is " + TicketJson.form(node) + ", a string was expected");
    }
    return node.textValue();
  }

  /** A string; empty when it is absent or null. */
  Optional<String> optionalText(String name, int longest) {
    var node = json.path(name);
    if (node.isMissingNode() || node.isNull()) {
      return Optional.empty();
    }
    if (!node.isTextual()) {
      throw invalid(name, "is " + TicketJson.form(node) + ", a string was expected");
    }
    if (node.textValue().length() > longest) {
      throw invalid(
          name,
          "has "
              + node.textValue().length()
              + " characters, at most "
              + longest
              + " were expected");
    }
    return Optional.of(node.textValue());
  }

  /** An object that must be there. */
  JsonBody object(String name) {
    return optionalObject(name).orElseThrow(() -> invalid(name, "is required"));
  }

  /** An object; empty when it is absent or null. */
  Optional<JsonBody> optionalObject(String name) {
    var node = json.path(name);
    return node.isMissingNode() || node.isNull()
        ? Optional.empty()
        : Optional.of(element(name, node));
  }

  /** Everything in it by name, all objects, in the order in which they were sent. */
  Map<String, JsonBody> fields() {
    var fields = new LinkedHashMap<String, JsonBody>();
    for (var field : json.properties()) {
      fields.put(field.getKey(), element(shortened(field.getKey()), field.getValue()));
    }
    return fields;
  }

  /** The address in the body; without one the caller's. */
  private Optional<String> playerIp() {
    var node = json.path("player_ip");
    if (node.isMissingNode() || node.isNull()) {
      return Optional.ofNullable(callerIp);
    }
    if (!node.isTextual()) {
      throw invalid("player_ip", "is " + TicketJson.form(node) + ", a string or null was expected");
    }
    var text = node.textValue();
    if (!isAddress(text)) {
      throw invalid("player_ip", "is not an IP address, such as 203.0.113.7 or 2001:db8::7");
    }
    return Optional.of(text);
  }

  /** Whether it is an address: a literal without brackets or zone. */
  static boolean isAddress(String text) {
    return text.length() <= LONGEST_ADDRESS
        && text.chars().noneMatch(c -> c == '[' || c == '%')
        && (NetUtil.isValidIpV4Address(text) || NetUtil.isValidIpV6Address(text));
  }

  /** A boolean that must be there. */
  boolean requiredFlag(String name) {
    if (json.path(name).isMissingNode() || json.path(name).isNull()) {
      throw invalid(name, "is required");
    }
    return flag(name);
  }

  /** A boolean; false when absent or null. */
  boolean flag(String name) {
    var node = json.path(name);
    if (node.isMissingNode() || node.isNull()) {
      return false;
    }
    if (!node.isBoolean()) {
      throw invalid(name, "is " + TicketJson.form(node) + ", true or false was expected");
    }
    return node.booleanValue();
  }

  /** A list of at least one object. */
  List<JsonBody> objects(String name) {
    var node = json.path(name);
    if (node.isMissingNode() || node.isNull()) {
      throw invalid(name, "is required");
    }
    if (!node.isArray() || node.isEmpty()) {
      throw invalid(
          name,
          "is "
              + (node.isArray() ? "empty" : TicketJson.form(node))
              + ", a list of at least one object was expected");
    }
    return IntStream.range(0, node.size())
        .mapToObj(i -> element(name + "[" + i + "]", node.get(i)))
        .toList();
  }

  private JsonBody element(String name, JsonNode node) {
    if (!node.isObject()) {
      throw invalid(name, "is " + TicketJson.form(node) + ", an object was expected");
    }
    return new JsonBody(node, within(name), callerIp, ofServer, forms);
  }

  /** That a field is not as it must be. */
  InvalidRequest invalid(String name, String message) {
    return new InvalidRequest(within(name), message);
  }

  private String within(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  /** A text that a client sent, not longer than a message can bear. */
  static String shortened(String text) {
    return text.length() <= LONGEST_IN_MESSAGES
        ? text
        : text.substring(0, LONGEST_IN_MESSAGES) + "...";
  }
}
