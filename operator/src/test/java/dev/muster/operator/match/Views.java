package dev.muster.operator.match;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.api.v1alpha1.GameServerSpec;
import dev.muster.api.v1alpha1.Match;
import dev.muster.api.v1alpha1.MatchStatus;
import dev.muster.api.v1alpha1.PortRangeSpec;
import dev.muster.operator.gameserver.Attempt;
import dev.muster.operator.gameserver.GameServer;
import dev.muster.operator.gameserver.GameServerPod;
import dev.muster.operator.gameserver.Locations;
import dev.muster.operator.testing.FieldTable;
import dev.muster.operator.testing.Fixtures;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A match on its way through time; each method is one thing that happens to it. */
final class Views {
  private Match match = Fixtures.match();
  private Instant now = Fixtures.NOW;
  private ObjectNode gameServer = (ObjectNode) Fixtures.json("profile").at("/spec/gameServer");
  private Optional<MatchView.Problem> problem = Optional.empty();
  private final List<Pod> pods = new ArrayList<>();
  private HomeLookup home =
      new HomeLookup.Found(Fixtures.home(), new PortRangeSpec(7100, 7200), StartLimits.NONE);
  private Optional<Turn> turn = Optional.empty();
  private Optional<NodeAddress> address =
      Optional.of(new NodeAddress("node.example", "203.0.113.9"));
  private FillingView filling = FillingView.NONE;
  private Optional<PortOutlook> ports = Optional.empty();

  static Views start() {
    return new Views();
  }

  Views of(Match another) {
    match = another;
    return this;
  }

  Views with(String pointer, String yaml) {
    var change = new FieldTable.Change("", pointer, yaml, "");
    gameServer = change.in(gameServer);
    return this;
  }

  Views without(Reason reason, String message) {
    problem = Optional.of(new MatchView.Problem(reason, message));
    return this;
  }

  Views withoutHome(Reason reason, String message) {
    home = new HomeLookup.Missing(reason, message);
    return this;
  }

  Views withoutAddress() {
    address = Optional.empty();
    return this;
  }

  Views waiting(Reason reason, String message) {
    turn = Optional.of(new Turn.Wait(reason, message, java.time.Duration.ofSeconds(2)));
    return this;
  }

  /** Of a pod whose host ports are taken; as long as it is the newest. */
  Views portsTaken(PortOutlook.Way way) {
    ports = Optional.of(new PortOutlook(way, new PortRangeSpec(7100, 7200)));
    return this;
  }

  Views itsTurn() {
    turn = Optional.empty();
    return this;
  }

  Views filling(FillingView found) {
    filling = found;
    return this;
  }

  Views annotated(String annotation) {
    match.getMetadata().setAnnotations(Map.of(annotation, "true"));
    return this;
  }

  Views after(long millis) {
    now = now.plusMillis(millis);
    return this;
  }

  /** The plan is carried out: the status is written, a pod created or deleted if it says so. */
  Views carriedOut() {
    var plan = plan();
    match.setStatus(plan.status());
    for (MatchPlan.Step step : plan.steps()) {
      if (step instanceof MatchPlan.Step.CreatePod) {
        pods.add(newPod());
      } else if (step instanceof MatchPlan.Step.DeletePod delete) {
        pods.removeIf(pod -> pod.getMetadata().getName().equals(delete.name()));
      }
    }
    return this;
  }

  /** The newest pod's status, as YAML. */
  Views pod(String status) {
    var pod = pods.get(pods.size() - 1);
    pod.setStatus(Fixtures.as(PodStatus.class, (ObjectNode) Fixtures.value(status)));
    pod.getSpec().setNodeName("node-1");
    return this;
  }

  Views podUnscheduled(String status) {
    pod(status);
    pods.get(pods.size() - 1).getSpec().setNodeName(null);
    return this;
  }

  Views podBeingDeleted() {
    pods.get(pods.size() - 1).getMetadata().setDeletionTimestamp("2026-11-20T15:04:06Z");
    return this;
  }

  Views podGone() {
    pods.remove(pods.size() - 1);
    return this;
  }

  /** An assigned match with its pod. */
  static Views assigned() {
    return start().carriedOut().pod(READY).carriedOut();
  }

  static final String READY =
      "{phase: Running, conditions: [{type: Ready, status: 'True'}], containerStatuses: [{name: game,"
          + " state: {running: {startedAt: '2026-11-20T15:04:06Z'}}}, {name: sidecar, state:"
          + " {running: {startedAt: '2026-11-20T15:04:06Z'}}}]}";

  static final String RUNNING = READY.replace("'True'", "'False'");

  static String exited(int code) {
    return "{phase: Running, containerStatuses: [{name: game, state: {terminated: {exitCode: "
        + code
        + ", reason: "
        + (code == 0 ? "Completed" : "Error")
        + "}}}, {name: sidecar, state: {running: {}}}]}";
  }

  static String failed(int code) {
    return exited(code).replace("phase: Running", "phase: Failed");
  }

  MatchView view() {
    return new MatchView(
        match,
        now,
        problem.isPresent() ? Optional.empty() : Optional.of(server()),
        problem,
        List.copyOf(pods),
        home,
        address,
        Locations.of(Fixtures.home().beacons(), "Chicago"),
        Fixtures.REQUEST_ID,
        filling,
        turn.orElseGet(() -> new Turn.Go(now)),
        ports);
  }

  MatchPlan plan() {
    return MatchPlan.of(view());
  }

  MatchStatus status() {
    return MatchView.status(match);
  }

  GameServer server() {
    return GameServer.of(Fixtures.as(GameServerSpec.class, gameServer.deepCopy()));
  }

  private Pod newPod() {
    var ports = server().usesHostPorts() ? Map.of("gameport", 7100) : Map.<String, Integer>of();
    return GameServerPod.of(
        server(),
        new Attempt(match, match.getStatus().attempt(), match.getStatus().requestId(), ports),
        Fixtures.home());
  }
}
