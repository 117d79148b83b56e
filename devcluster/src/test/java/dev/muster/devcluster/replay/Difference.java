package dev.muster.devcluster.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.devcluster.json.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Compares an answer with a recorded one, in which placeholders stand for what changes from run to
 * run.
 */
public final class Difference {
  private static final Pattern BOUND =
      Pattern.compile(
          "<(?:uid|rv|listrv|gen|hash|podip|clusterip|continue|token|etag|eventhash|volsuffix|time)-\\d+>");
  private static final Pattern ANY =
      Pattern.compile(
          BOUND.pattern()
              + "|<(?:microtime|time|rfc1123|age|node|hostip|containerid|sha256|openapi-hash|address|serverversion|futurerv|currentrv|gen|clusterip|podip|date|n|any)>");
  private static final List<String> UNORDERED =
      List.of("managedFields", "causes", "conditions", "ownerReferences", "resources");

  private final Map<String, String> bound = new HashMap<>();

  /** The text with what its placeholders stand for. */
  String filled(String text) {
    var result = new StringBuilder();
    Matcher match = BOUND.matcher(text);
    while (match.find()) {
      var value = bound.getOrDefault(match.group(), match.group());
      match.appendReplacement(result, Matcher.quoteReplacement(value));
    }
    match.appendTail(result);
    return result
        .toString()
        .replace("<time>", "2026-01-02T03:04:05Z")
        .replace("<microtime>", "2026-01-02T03:04:05.000000Z");
  }

  /** What differs between two texts; also binds the placeholders of the recorded one. */
  public List<String> between(String recorded, String actual) {
    var problems = new ArrayList<String>();
    text(recorded, actual, "", problems);
    return problems;
  }

  /** What differs, as texts; also binds the placeholders of the recorded answer. */
  List<String> between(JsonNode recorded, JsonNode actual, List<String> ignored, boolean subset) {
    var problems = new ArrayList<String>();
    node(recorded, actual, "", ignored, subset, problems);
    return problems;
  }

  private void node(
      JsonNode recorded,
      JsonNode actual,
      String path,
      List<String> ignored,
      boolean subset,
      List<String> problems) {
    if (ignored.stream()
        .anyMatch(i -> i.startsWith("*") ? path.contains(i.substring(1)) : path.startsWith(i))) {
      return;
    }
    if (recorded instanceof ObjectNode r && actual instanceof ObjectNode a) {
      object(r, a, path, ignored, subset, problems);
    } else if (recorded instanceof ArrayNode r && actual instanceof ArrayNode a) {
      list(r, a, path, ignored, subset, problems);
    } else if (recorded.isTextual() && actual.isTextual()) {
      text(recorded.asText(), actual.asText(), path, problems);
    } else if (!Json.same(recorded, actual)) {
      problems.add(path + ": " + cut(actual.toString()) + ", recorded " + cut(recorded.toString()));
    }
  }

  private static boolean isIgnored(String path, List<String> ignored) {
    return ignored.stream()
        .anyMatch(i -> i.startsWith("*") ? path.contains(i.substring(1)) : path.startsWith(i));
  }

  /** Forgets what placeholders stand for: another story begins. */
  void reset() {
    bound.clear();
  }

  private void object(
      ObjectNode recorded,
      ObjectNode actual,
      String path,
      List<String> ignored,
      boolean subset,
      List<String> problems) {
    boolean joined = recorded.path("details").path("causes").size() > 1;
    var names = new ArrayList<String>();
    for (var member : recorded.properties()) {
      var name = filled(member.getKey());
      names.add(name);
      var below = path + "/" + name;
      if (joined && name.equals("message")) {
        continue;
      }
      if (!actual.has(name)) {
        if (!isIgnored(below, ignored)) {
          problems.add(below + " missing");
        }
      } else {
        node(member.getValue(), actual.get(name), below, ignored, subset, problems);
      }
    }
    for (var member : actual.properties()) {
      var below = path + "/" + member.getKey();
      if (!subset && !names.contains(member.getKey()) && !isIgnored(below, ignored)) {
        problems.add(below + " extra: " + cut(member.getValue().toString()));
      }
    }
  }

  private void list(
      ArrayNode recorded,
      ArrayNode actual,
      String path,
      List<String> ignored,
      boolean subset,
      List<String> problems) {
    if (recorded.size() != actual.size() && !subset) {
      problems.add(path + " length " + actual.size() + ", recorded " + recorded.size());
    }
    boolean unordered = UNORDERED.contains(path.substring(path.lastIndexOf('/') + 1));
    var left = unordered ? ordered(recorded) : items(recorded);
    var right = unordered ? ordered(actual) : items(actual);
    if (subset) {
      subset(left, right, path, problems);
      return;
    }
    for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
      node(left.get(i), right.get(i), path + "/" + i, ignored, false, problems);
    }
  }

  private void subset(
      List<JsonNode> recorded, List<JsonNode> actual, String path, List<String> problems) {
    for (var wanted : recorded) {
      boolean found =
          actual.stream()
              .anyMatch(
                  candidate -> {
                    var found2 = new ArrayList<String>();
                    node(wanted, candidate, path, List.of("*storageVersionHash"), true, found2);
                    return found2.isEmpty();
                  });
      if (!found) {
        problems.add(path + " lacks " + cut(wanted.toString()));
      }
    }
  }

  private static List<JsonNode> items(ArrayNode list) {
    var items = new ArrayList<JsonNode>();
    list.forEach(items::add);
    return items;
  }

  private List<JsonNode> ordered(ArrayNode list) {
    var items = items(list);
    items.sort(Comparator.comparing(this::identity));
    return items;
  }

  private String identity(JsonNode item) {
    var identity = new StringBuilder();
    for (var name :
        List.of("manager", "operation", "subresource", "field", "message", "type", "uid", "name")) {
      identity.append(filled(item.path(name).asText())).append('|');
    }
    return identity.toString();
  }

  private void text(String recorded, String actual, String path, List<String> problems) {
    if (!recorded.contains("<")) {
      if (!recorded.equals(actual)) {
        problems.add(path + ": " + cut(actual) + ", recorded " + cut(recorded));
      }
      return;
    }
    var names = new ArrayList<String>();
    Matcher match = pattern(recorded, names).matcher(actual);
    if (!match.matches()) {
      problems.add(path + ": " + cut(actual) + ", recorded " + cut(filled(recorded)));
      return;
    }
    for (int i = 0; i < names.size(); i++) {
      bound.put(names.get(i), match.group("g" + i));
    }
  }

  private Pattern pattern(String recorded, List<String> names) {
    var regex = new StringBuilder();
    int end = 0;
    Matcher match = ANY.matcher(recorded);
    while (match.find()) {
      regex.append(Pattern.quote(recorded.substring(end, match.start())));
      end = match.end();
      var name = match.group();
      boolean soft = name.startsWith("<time-") || name.startsWith("<listrv-");
      if (!BOUND.matcher(name).matches()) {
        regex.append(".*?");
      } else if (bound.containsKey(name) && !soft) {
        regex.append(Pattern.quote(bound.get(name)));
      } else if (names.contains(name)) {
        regex.append("\\k<g").append(names.indexOf(name)).append('>');
      } else {
        regex.append("(?<g").append(names.size()).append(">[^\"\\s]+?)");
        names.add(name);
      }
    }
    regex.append(Pattern.quote(recorded.substring(end)));
    return Pattern.compile(regex.toString(), Pattern.DOTALL);
  }

  private static String cut(String text) {
    return text.length() > 4000 ? text.substring(0, 4000) + "…" : text;
  }
}
