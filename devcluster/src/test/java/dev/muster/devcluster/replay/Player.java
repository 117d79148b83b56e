package dev.muster.devcluster.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.devcluster.TestClient;
import dev.muster.devcluster.json.Json;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/** Plays the steps of one story against a cluster. */
final class Player implements AutoCloseable {
  private static final Duration EVENTS_WITHIN = Duration.ofSeconds(30);

  /** What is known never to come is not waited for longer, nor what follows on it. */
  private static final Duration LATE_EVENTS_WITHIN = Duration.ofMillis(100);

  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(15);

  private final TestClient client;
  private final Difference difference = new Difference();
  private final Map<Step, WatchStream> watches = new LinkedHashMap<>();

  /** Watches of which a sequence is still to come, in the order in which they come. */
  private final Deque<WatchStream> watched = new ArrayDeque<>();

  private String story = "";

  Player(TestClient client) {
    this.client = client;
  }

  /**
   * Plays a step: what differs from the recording.
   *
   * @param comes whether what it waits for is to come; else there is no point in waiting long
   */
  List<String> play(Step step, boolean comes) throws IOException, InterruptedException {
    var problems = new ArrayList<String>();
    if (!step.story().equals(story)) {
      story = step.story();
      difference.reset();
    }
    if (step.isRequest() && !step.isSocket()) {
      if (step.isWatch()) {
        var stream = new WatchStream(client.http(isAdmin(step)), request(step));
        watches.put(step, stream);
        if (step.comparison().matches("sequence|final-states")) {
          watched.add(stream);
        }
      } else {
        problems.addAll(compare(step, answer(step, comes)));
      }
    }
    if (step.isSequence()) {
      problems.addAll(sequence(step, comes ? EVENTS_WITHIN : LATE_EVENTS_WITHIN));
    }
    boolean late = !comes;
    for (var watch : watches.entrySet()) {
      if (!watch.getKey().comparison().equals("final-states")) {
        late |= events(watch.getKey(), watch.getValue(), step.id(), late, problems);
      }
    }
    return problems;
  }

  private List<String> sequence(Step step, Duration within) {
    var recorded = step.node().path("sequence");
    var stream = watched.remove();
    if (recorded.path(0).isTextual()) {
      return collected(Json.texts(recorded), stream, within);
    }
    var wanted = Sequence.recorded(recorded, difference).ways();
    var seen = new Sequence();
    while (!seen.ways().equals(wanted)) {
      var event = stream.next(within);
      if (event == null) {
        return List.of("saw " + seen.ways() + ", recorded " + wanted);
      }
      seen.add(event);
    }
    return List.of();
  }

  /** What the collector did: the parent in its turn, the others in any order. */
  private static List<String> collected(
      List<String> recorded, WatchStream stream, Duration within) {
    var seen = new ArrayList<String>();
    while (seen.size() < recorded.size()) {
      var event = stream.next(within);
      if (event == null) {
        break;
      }
      seen.add(inShort(event));
    }
    boolean same =
        sorted(seen).equals(sorted(recorded))
            && IntStream.range(0, seen.size())
                .noneMatch(i -> isParent(recorded.get(i)) && !seen.get(i).equals(recorded.get(i)));
    return same ? List.of() : List.of("saw " + seen + ", recorded " + recorded);
  }

  private static boolean isParent(String event) {
    return event.contains(" parent-");
  }

  private static List<String> sorted(List<String> texts) {
    return texts.stream().sorted().toList();
  }

  private static String inShort(JsonNode event) {
    var metadata = event.path("object").path("metadata");
    var finalizers =
        Json.texts(metadata.get("finalizers")).stream().map(name -> "'" + name + "'").toList();
    return event.path("type").asText()
        + " "
        + metadata.path("name").asText()
        + (metadata.has("deletionTimestamp") ? " deleting" : "")
        + (finalizers.isEmpty() ? "" : " finalizers=" + finalizers);
  }

  private HttpResponse<String> answer(Step step, boolean comes)
      throws IOException, InterruptedException {
    var until = until(step);
    var limit = Instant.now().plus(comes ? EVENTS_WITHIN : LATE_EVENTS_WITHIN);
    while (true) {
      var response =
          client.http(isAdmin(step)).send(request(step), HttpResponse.BodyHandlers.ofString());
      if (until.isMissingNode() || reached(until, response) || Instant.now().isAfter(limit)) {
        return response;
      }
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }

  private static JsonNode until(Step step) {
    return step.node().path("poll").path("until");
  }

  private static boolean reached(JsonNode until, HttpResponse<String> response) {
    if (until.has("status")) {
      return response.statusCode() == until.path("status").asInt();
    }
    var value = parsed(response.body()).at(until.path("pointer").asText());
    return until.path("equals").isNull()
        ? value.isMissingNode() || value.isNull()
        : Json.same(value, until.get("equals"));
  }

  private static boolean isAdmin(Step step) {
    return step.request().path("as").asText().equals("admin");
  }

  private HttpRequest request(Step step) {
    var recorded = step.request();
    var uri =
        new StringBuilder(client.url())
            .append(node(difference.filled(recorded.path("path").asText())));
    var separator = "?";
    for (var parameter : recorded.path("query").properties()) {
      uri.append(separator).append(parameter.getKey()).append('=');
      uri.append(
          URLEncoder.encode(
              current(difference.filled(parameter.getValue().asText())), StandardCharsets.UTF_8));
      separator = "&";
    }
    var builder = client.request(uri.toString(), isAdmin(step));
    if (!step.isWatch()) {
      builder.timeout(ANSWER_WITHIN);
    }
    recorded
        .path("headers")
        .properties()
        .forEach(h -> builder.setHeader(h.getKey(), difference.filled(h.getValue().asText())));
    var body = body(recorded);
    return builder
        .method(
            recorded.path("method").asText(),
            body == null
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofString(body))
        .build();
  }

  /** With the present version, which also stands for one of a list that no answer showed. */
  private String current(String text) {
    if (!text.matches(".*<(current|future|list)rv.*")) {
      return text;
    }
    long now = client.get("/api/v1/nodes").path("metadata").path("resourceVersion").asLong();
    return text.replaceAll("<currentrv>|<listrv-[0-9]+>", Long.toString(now))
        .replace("<futurerv>", Long.toString(now + 1_000_000));
  }

  /** The text with the name of the node, where it asks for it. */
  private String node(String text) {
    return text.contains("<node>")
        ? text.replace("<node>", client.get("/api/v1/nodes").at("/items/0/metadata/name").asText())
        : text;
  }

  private String body(JsonNode recorded) {
    if (recorded.has("bodyText")) {
      return difference.filled(recorded.path("bodyText").asText());
    }
    if (recorded.has("bodyGenerated")) {
      return generated(recorded.path("bodyGenerated"));
    }
    return recorded.has("body") ? difference.filled(spaced(recorded.get("body"))) : null;
  }

  /** The text as the recorder sent it, with a space behind every comma and colon. */
  private static String spaced(JsonNode node) {
    if (node.isObject()) {
      return node.properties().stream()
          .map(
              m ->
                  Json.text(Json.array().add(m.getKey())).replaceAll("^\\[|]$", "")
                      + ": "
                      + spaced(m.getValue()))
          .collect(java.util.stream.Collectors.joining(", ", "{", "}"));
    }
    if (node.isArray()) {
      var items = new ArrayList<String>();
      node.forEach(item -> items.add(spaced(item)));
      return "[" + String.join(", ", items) + "]";
    }
    return Json.text(node);
  }

  private static String generated(JsonNode how) {
    ObjectNode body = how.path("base").deepCopy();
    var pointer = how.path("pointer").asText();
    int slash = pointer.lastIndexOf('/');
    ((ObjectNode) body.at(pointer.substring(0, slash)))
        .put(
            pointer.substring(slash + 1),
            how.path("fill").asText().repeat(how.path("length").asInt()));
    return Json.text(body);
  }

  private List<String> compare(Step step, HttpResponse<String> actual) {
    var recorded = step.response();
    var problems = new ArrayList<String>();
    if (recorded.path("status").asInt() != actual.statusCode()) {
      problems.add(
          "status "
              + actual.statusCode()
              + ", recorded "
              + recorded.path("status").asInt()
              + ": "
              + actual.body());
    }
    var until = until(step);
    if (!until.isMissingNode() && !reached(until, actual)) {
      problems.add("is never reached: " + until);
    }
    warnings(recorded, actual, problems);
    bindTag(recorded, actual);
    var ignored = new ArrayList<>(Json.texts(step.node().path("compare").get("ignore")));
    ignored.add("*/columnDefinitions");
    if (!step.story().startsWith("05") && !step.story().startsWith("06")) {
      ignored.add("*/managedFields");
    }
    if (recorded.has("body") && !actual.body().isEmpty()) {
      boolean subset = step.comparison().equals("subset");
      var found = difference.between(recorded.get("body"), parsed(actual.body()), ignored, subset);
      if (!step.node().has("trimmed") && !step.comparison().equals("ignore")) {
        problems.addAll(found);
      } else if (subset) {
        problems.addAll(found);
      }
    } else if (step.comparison().equals("lines")) {
      lines(recorded.path("bodyText").asText(), actual.body(), ignored, problems);
    } else if (recorded.path("headers").path("Content-Type").asText().equals("text/plain")) {
      problems.addAll(difference.between(recorded.path("bodyText").asText(), actual.body()));
    } else if (recorded.has("bodyText")
        && !step.comparison().equals("ignore")
        && actual.statusCode() != 406) {
      text(recorded.path("bodyText").asText(), actual.body(), problems);
    }
    return problems;
  }

  private void bindTag(JsonNode recorded, HttpResponse<String> actual) {
    var tag = recorded.path("headers").path("Etag");
    actual
        .headers()
        .firstValue("Etag")
        .filter(found -> tag.isTextual())
        .ifPresent(
            found ->
                difference.between(
                    Json.array().add(tag),
                    Json.array().add(found.replace("\"", "")),
                    List.of(),
                    false));
  }

  private void text(String recorded, String actual, List<String> problems) {
    try {
      problems.addAll(
          difference.between(
              Json.parseYaml(recorded), Json.parseYaml(actual), List.of("*/managedFields"), false));
    } catch (JsonProcessingException e) {
      problems.addAll(
          difference.between(
              Json.array().add(recorded), Json.array().add(actual), List.of(), false));
    }
  }

  /** Every recorded line must be there, but for those that begin so. */
  private void lines(String recorded, String actual, List<String> ignored, List<String> problems) {
    var found = actual.lines().toList();
    recorded
        .lines()
        .filter(line -> ignored.stream().noneMatch(line::startsWith))
        .filter(line -> found.stream().noneMatch(f -> difference.between(line, f).isEmpty()))
        .forEach(line -> problems.add("the line " + line + " is not in\n" + actual));
  }

  private static void warnings(
      JsonNode recorded, HttpResponse<String> actual, List<String> problems) {
    var header = recorded.path("headers").path("Warning");
    var wanted =
        header.isArray()
            ? Json.texts(header)
            : header.isMissingNode() ? List.<String>of() : List.of(header.asText());
    var found = actual.headers().allValues("Warning");
    if (!wanted.equals(found)) {
      problems.add("warnings " + found + ", recorded " + wanted);
    }
  }

  /** Compares the events that came during a step; says whether it is in vain to wait for more. */
  private boolean events(
      Step watch, WatchStream stream, String during, boolean late, List<String> problems) {
    boolean inVain = late;
    for (var event : watch.response().path("events")) {
      if (!event.path("during").asText().equals(during)) {
        continue;
      }
      var actual = stream.next(inVain ? LATE_EVENTS_WITHIN : EVENTS_WITHIN);
      if (actual == null) {
        inVain = true;
        problems.add("watch " + watch.id() + " lacks " + event.path("type").asText());
        continue;
      }
      var recorded = ((ObjectNode) event).deepCopy();
      recorded.remove("during");
      difference
          .between(recorded, actual, List.of("*/managedFields", "*/columnDefinitions"), false)
          .forEach(problem -> problems.add("watch " + watch.id() + ": " + problem));
    }
    return inVain;
  }

  private static JsonNode parsed(String body) {
    try {
      return Json.parse(body);
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }

  @Override
  public void close() {
    watches.values().forEach(WatchStream::close);
  }
}
