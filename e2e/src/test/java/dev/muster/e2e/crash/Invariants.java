package dev.muster.e2e.crash;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.devcluster.store.Change;
import dev.muster.devcluster.store.Resource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What must never be, looked for after each event of a history. */
final class Invariants {
  private static final String MATCH_LABEL = "/metadata/labels/muster.dev~1match";
  private static final String REQUEST_ID_LABEL = "/metadata/labels/muster.dev~1request-id";
  private static final Set<String> ENDED = Set.of("Completed", "Failed");

  private final Map<String, ObjectNode> pods = new TreeMap<>();
  private final Map<String, ObjectNode> matches = new TreeMap<>();
  private final List<String> broken = new ArrayList<>();

  private Invariants() {}

  /** Everything that was broken; empty for a good history. */
  static List<String> broken(List<History.Event> events) {
    var invariants = new Invariants();
    events.forEach(invariants::look);
    return invariants.broken.stream().distinct().toList();
  }

  private void look(History.Event event) {
    if (event.kind().equals(Resource.PODS) && event.object().at(MATCH_LABEL).isTextual()) {
      lookAtPod(event);
    } else if (event.kind().equals(History.MATCHES)) {
      lookAtMatch(event);
    }
  }

  private void lookAtPod(History.Event event) {
    if (event.type() == Change.Type.ADDED) {
      wasAnnounced(event.object());
    }
    if (event.isDeletion() || isDead(event.object())) {
      pods.remove(event.name());
    } else {
      pods.put(event.name(), event.object());
    }
    oneLivePodForEachMatch();
    noHostPortTwice();
  }

  /** An attempt is recorded before its pod is made: so none is ever made twice. */
  private void wasAnnounced(ObjectNode pod) {
    var name = name(pod);
    var match = matches.get(pod.at(MATCH_LABEL).asText());
    if (match == null) {
      broken.add("pod " + name + " was made for a match that does not exist");
      return;
    }
    var attempt = match.at("/status/attempt").asText();
    if (!name.equals(name(match) + "-" + attempt)) {
      broken.add("pod " + name + " was made when status.attempt was '" + attempt + "'");
    }
    if (!pod.at(REQUEST_ID_LABEL).equals(match.at("/status/requestId"))) {
      broken.add("pod " + name + " was made with a request id that its match does not have");
    }
  }

  private void oneLivePodForEachMatch() {
    var byMatch = new HashMap<String, String>();
    pods.forEach(
        (name, pod) -> {
          var other = byMatch.put(pod.at(MATCH_LABEL).asText(), name);
          if (other != null) {
            broken.add("pods " + other + " and " + name + " of one match live at once");
          }
        });
  }

  private void noHostPortTwice() {
    var taken = new HashMap<String, String>();
    pods.forEach(
        (name, pod) ->
            hostPorts(pod)
                .forEach(
                    port -> {
                      var other = taken.put(port, name);
                      if (other != null) {
                        broken.add("pods " + other + " and " + name + " both have port " + port);
                      }
                    }));
  }

  private static List<String> hostPorts(ObjectNode pod) {
    var node = pod.at("/spec/nodeName").asText();
    var ports = new ArrayList<String>();
    for (var container : pod.at("/spec/containers")) {
      for (var port : container.path("ports")) {
        if (port.has("hostPort")) {
          ports.add(
              port.path("hostPort").asText()
                  + "/"
                  + port.path("protocol").asText("TCP")
                  + (node.isEmpty() ? "" : " of node " + node));
        }
      }
    }
    return node.isEmpty() ? List.of() : ports;
  }

  private static boolean isDead(ObjectNode pod) {
    var phase = pod.at("/status/phase").asText();
    return phase.equals("Succeeded") || phase.equals("Failed");
  }

  private void lookAtMatch(History.Event event) {
    var name = event.name();
    if (event.isDeletion()) {
      var last = matches.remove(name);
      if (last != null && !ENDED.contains(phase(last))) {
        broken.add("match " + name + " is gone and was only " + phase(last));
      }
      return;
    }
    var before = matches.put(name, event.object());
    if (before != null) {
      wentOn(name, before, event.object());
    }
    noTicketTwice();
  }

  private void wentOn(String name, ObjectNode before, ObjectNode now) {
    var was = phase(before);
    if (ENDED.contains(was) && !before.path("status").equals(now.path("status"))) {
      broken.add("match " + name + " was " + was + " and changed after that");
    }
    if (was.equals("Assigned") && !Set.of("Assigned", "Completed").contains(phase(now))) {
      broken.add("match " + name + " went from Assigned to " + phase(now));
    }
    keeps(name, "assignment", before, now);
    int attempt = before.at("/status/attempt").asInt();
    int next = now.at("/status/attempt").asInt();
    if (next < attempt || next > attempt + 1) {
      broken.add("match " + name + " went from attempt " + attempt + " to " + next);
    }
    if (now.at("/status/portChanges").size() < before.at("/status/portChanges").size()) {
      broken.add("match " + name + " has forgotten that ports were taken");
    }
    if (next == attempt) {
      keeps(name, "requestId", before, now);
    }
  }

  private void keeps(String name, String field, ObjectNode before, ObjectNode now) {
    var value = before.path("status").path(field);
    if (!value.isMissingNode() && !value.equals(now.path("status").path(field))) {
      broken.add(
          "match " + name + " had " + field + " " + value + ", then " + now.at("/status/" + field));
    }
  }

  private void noTicketTwice() {
    var seen = new HashSet<String>();
    for (var match : matches.values()) {
      if (!ENDED.contains(phase(match))) {
        for (JsonNode ticket : match.at("/spec/tickets")) {
          if (!seen.add(ticket.path("id").asText())) {
            broken.add("ticket " + ticket.path("id").asText() + " is in two matches");
          }
        }
      }
    }
  }

  private static String phase(ObjectNode match) {
    return match.at("/status/phase").asText("Pending");
  }

  private static String name(ObjectNode object) {
    return object.at("/metadata/name").asText();
  }
}
