package dev.muster.operator.profile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.api.v1alpha1.Matchmaker;
import dev.muster.api.v1alpha1.MatchmakerProfile;
import dev.muster.api.v1alpha1.MatchmakerProfileSpec;
import dev.muster.api.v1alpha1.MatchmakerProfileStatus;
import dev.muster.api.v1alpha1.MatchmakerStatus;
import dev.muster.api.v1alpha1.QueueStatus;
import dev.muster.operator.conditions.Conditions;
import dev.muster.operator.conditions.Finding;
import dev.muster.operator.events.Notice;
import dev.muster.operator.profile.ProfileView.Home;
import dev.muster.operator.revision.RevisionData;
import dev.muster.operator.testing.FieldTable;
import dev.muster.operator.testing.FieldTable.Change;
import dev.muster.operator.testing.Fixtures;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ProfilePlanTest {
  private static final String REVISION = RevisionData.name("ranked", Fixtures.profile().getSpec());

  @Test
  void acceptsAGoodSpecAndNamesItsRevision() {
    // When
    var plan = plan(Fixtures.profile());
    // Then
    assertThat(plan.revision()).contains(REVISION);
    assertThat(plan.status().revision()).isEqualTo(REVISION);
    assertThat(plan.status().url()).isEqualTo("http://arena.games.svc:8080");
    assertThat(plan.status().observedGeneration()).isEqualTo(3);
    assertThat(plan.notices())
        .containsExactly(
            Notice.normal("RevisionAccepted", "Revision " + REVISION + " is in force"));
    assertThat(condition(plan, "Accepted")).startsWith("True Accepted");
    assertThat(condition(plan, "ResolvedRefs")).startsWith("True Resolved");
    assertThat(condition(plan, "Ready"))
        .isEqualTo(
            "False WaitingForRuntime The runtime does not serve revision " + REVISION + " yet");
  }

  @Test
  void warnsOfAnExpansionThatMakesARuleStricter() {
    // Given
    var json =
        new Change("", "/spec/expansions/0/rules/match_size/maxTeamSize", "3", "")
            .in(Fixtures.json("profile"));
    // When
    var plan = plan(Fixtures.as(MatchmakerProfile.class, json));
    // Then
    var warning =
        "spec.expansions[0].rules.match_size.maxTeamSize: is 3, which is stricter than the 4 before:"
            + " who has waited so long would find fewer partners";
    assertThat(condition(plan, "Accepted"))
        .startsWith("True Accepted Revision ")
        .endsWith(" is in force; warning: " + warning);
    assertThat(plan.notices()).hasSize(2).contains(Notice.warning("StricterExpansion", warning));
  }

  @ParameterizedTest
  @CsvSource({"HostPort, true", "PodIP, false"})
  void warnsWhenPlayersAreToldNoPort(String exposure, boolean warns) {
    // Given
    var json = Fixtures.json("profile");
    json.withObject("/spec/gameServer").put("exposure", exposure).remove("ports");
    // When
    var plan = plan(Fixtures.as(MatchmakerProfile.class, json));
    // Then
    var warning =
        "spec.gameServer.ports: is empty: with exposure "
            + exposure
            + " players are told no port to connect to";
    assertThat(condition(plan, "Accepted").endsWith(" is in force; warning: " + warning))
        .isEqualTo(warns);
    assertThat(plan.notices().contains(Notice.warning("NoPorts", warning))).isEqualTo(warns);
  }

  @Test
  void aBadSpecKeepsTheGoodRevisionAndSaysWhatIsWrong() {
    // Given an accepted profile, and an edit that only the engine sees through
    var json =
        new Change("", "/spec/expansions/0/rules/match_size/minTeamSize", "9", "")
            .in(Fixtures.json("profile"));
    var bad = Fixtures.as(MatchmakerProfile.class, json);
    bad.setStatus(plan(Fixtures.profile()).status());
    // When
    var plan = plan(bad);
    // Then
    assertThat(plan.revision()).isEmpty();
    assertThat(plan.status().revision()).isEqualTo(REVISION);
    assertThat(condition(plan, "Accepted"))
        .startsWith("False InvalidSpec spec.expansions")
        .contains("minTeamSize")
        .endsWith("(revision " + REVISION + " stays in force)");
    assertThat(plan.notices()).extracting(Notice::reason).containsExactly("SpecRefused");
    bad.setStatus(plan.status());
    assertThat(plan(bad).notices()).isEmpty();
    assertThat(plan(bad).status()).isEqualTo(plan.status());
  }

  @Test
  void isReadyWhenTheRuntimeServesTheRevisionInForce() {
    // Given
    var profile = Fixtures.profile();
    profile.setStatus(served(REVISION));
    // Then
    assertThat(condition(plan(profile), "Ready")).startsWith("True Serving");
    profile.setStatus(served("ranked-older"));
    assertThat(condition(plan(profile), "Ready")).startsWith("False WaitingForRuntime");
  }

  @ParameterizedTest(name = "Matchmaker Ready {0}, {1} ready runtimes: {2}")
  @CsvSource({
    "True,  1, True Serving",
    "False, 1, True Serving",
    "False, 0, False RuntimeNotReady No runtime is ready: its Matchmaker is not ready: starting",
    "True,  0, True Serving"
  })
  void isReadyOnlyWhileARuntimeIs(String matchmakerReady, int readyReplicas, String expected) {
    // Given a profile that was served, and a runtime that is there, or gone, or run elsewhere
    var profile = Fixtures.profile();
    profile.setStatus(served(REVISION));
    var matchmaker = Fixtures.matchmaker();
    var ready = Finding.unknown(Finding.READY, "Any", "starting");
    ready = matchmakerReady.equals("True") ? Finding.yes(Finding.READY, "Any", "serves") : ready;
    var conditions = Conditions.of(List.of(), matchmaker, Fixtures.NOW, List.of(ready));
    matchmaker.setStatus(new MatchmakerStatus(1L, conditions, null, 1, readyReplicas));
    // Then
    assertThat(condition(plan(profile, Optional.of(matchmaker)), "Ready")).startsWith(expected);
  }

  @Test
  void isNotReadyWithoutItsMatchmaker() {
    // Given
    var profile = Fixtures.profile();
    profile.setStatus(served(REVISION));
    // Then
    assertThat(condition(plan(profile, Optional.empty()), "Ready"))
        .startsWith("False MatchmakerMissing Matchmaker arena does not exist in namespace games");
  }

  @Test
  void isReadyWhereItsRevisionIsServedThoughItsSpecAsksForAnotherMatchmaker() {
    // Given a profile that may not go where it wants, for its queue is taken there
    var profile = Fixtures.profile();
    profile.setStatus(served(REVISION));
    var there = Fixtures.matchmaker();
    there.setStatus(new MatchmakerStatus(1L, null, "http://there.games.svc:8080", 1, 1));
    var here = new Home("here", Optional.empty());
    // When
    var served = moved(profile, new Home("there", Optional.of(there)), here);
    var serving = moved(profile, here, new Home("there", Optional.of(there)));
    // Then
    assertThat(condition(served, "Ready"))
        .isEqualTo("False RuntimeNotReady Matchmaker here does not exist");
    assertThat(served.status().url()).isNull();
    assertThat(condition(served, "ResolvedRefs")).startsWith("True Resolved Matchmaker there");
    assertThat(condition(serving, "Ready")).startsWith("True Serving");
    assertThat(serving.status().url()).isEqualTo("http://there.games.svc:8080");
  }

  private static ProfilePlan moved(MatchmakerProfile profile, Home asked, Home serving) {
    return ProfilePlan.of(
        new ProfileView(
            profile,
            Fixtures.NOW,
            Assessment.of(profile),
            Optional.of("older"),
            Optional.empty(),
            asked,
            serving));
  }

  @Test
  void refusesAQueueThatIsTakenAndAPodThatTheApiServerRefuses() {
    // When
    var taken = plan(Fixtures.profile(), Optional.of("older"), Optional.empty());
    var refused =
        plan(Fixtures.profile(), Optional.empty(), Optional.of("unknown field \"spec.imagee\""));
    // Then
    assertThat(condition(taken, "Accepted"))
        .startsWith("False QueueTaken")
        .contains("queue Ranked_5v5 of Matchmaker arena belongs to profile older")
        .endsWith("(no revision is in force)");
    assertThat(taken.again()).isPresent();
    assertThat(condition(taken, "Ready")).startsWith("False NotAccepted");
    assertThat(condition(refused, "Accepted"))
        .startsWith("False PodRefused spec.gameServer.template: unknown field");
    assertThat(refused.again()).isPresent();
  }

  @Test
  void saysWhenItsMatchmakerIsMissing() {
    // When
    var plan = plan(Fixtures.profile(), Optional.empty());
    // Then
    assertThat(condition(plan, "ResolvedRefs"))
        .isEqualTo(
            "False MatchmakerMissing Matchmaker arena does not exist in namespace games: create"
                + " it, or remove spec.matchmaker to use default");
    assertThat(plan.revision()).isPresent();
    assertThat(condition(plan, "Accepted"))
        .endsWith(
            " is in force; warning: spec.matchmaker: Matchmaker arena does not exist in namespace"
                + " games: create it, or remove spec.matchmaker to use default");
    assertThat(condition(plan, "Ready")).startsWith("False MatchmakerMissing Matchmaker arena");
    assertThat(plan.notices())
        .extracting(Notice::reason)
        .containsExactly("RevisionAccepted", "MatchmakerMissing");
  }

  @Test
  void doesNotLeaveAMatchmakerForOneThatIsNotThere() {
    // Given a profile that another Matchmaker serves
    var profile = Fixtures.profile();
    profile.setStatus(served("ranked-older"));
    // When
    var plan =
        ProfilePlan.of(
            new ProfileView(
                profile,
                Fixtures.NOW,
                Assessment.of(profile),
                Optional.empty(),
                Optional.empty(),
                new Home("arena", Optional.empty()),
                new Home("club", Optional.of(new Matchmaker()))));
    // Then
    assertThat(plan.revision()).isEmpty();
    assertThat(plan.status().revision()).isEqualTo(profile.getStatus().revision());
    assertThat(condition(plan, "Accepted"))
        .startsWith("False MatchmakerMissing spec.matchmaker: Matchmaker arena does not exist")
        .endsWith("stays in force)");
  }

  @Test
  void tellsWhenTheSpecIsAgainWhatIsInForce() {
    // Given a refused edit
    var good = Fixtures.profile();
    good.setStatus(plan(good).status());
    var bad =
        Fixtures.as(
            MatchmakerProfile.class,
            new Change("", "/spec/expansions/0/rules/match_size/minTeamSize", "9", "")
                .in(Fixtures.json("profile")));
    bad.setStatus(good.getStatus());
    // When it is taken back
    good.setStatus(plan(bad).status());
    var mended = plan(good);
    good.setStatus(mended.status());
    // Then
    assertThat(mended.notices())
        .containsExactly(
            Notice.normal(
                "RevisionAccepted", "Revision " + REVISION + " is what the spec says again"));
    assertThat(plan(good).notices()).isEmpty();
  }

  @Test
  void warnsOfWhatATemplateSaysInVain() {
    // Given
    var json = Fixtures.json("profile");
    var spec = json.withObject("/spec/gameServer/template/spec");
    spec.put("restartPolicy", "OnFailure").put("automountServiceAccountToken", true);
    var container = (ObjectNode) spec.at("/containers/0");
    container.putArray("env").addObject().put("name", "MM_MATCH_ID").put("value", "mine");
    // When
    var plan = plan(Fixtures.as(MatchmakerProfile.class, json));
    // Then
    var template = "spec.gameServer.template.spec.";
    assertThat(plan.notices())
        .filteredOn(notice -> notice.reason().equals("TemplateOverridden"))
        .singleElement()
        .extracting(Notice::message)
        .asString()
        .contains(
            template + "restartPolicy: is OnFailure, which has no effect: Muster sets this itself",
            template
                + "automountServiceAccountToken: is true, which has no effect: Muster sets this"
                + " itself; see spec.gameServer.serviceAccountToken",
            template + "containers[0].env[0].value: is mine, which has no effect");
  }

  static Stream<Change> fields() {
    return Stream.of(
            "queue Other",
            "matchmaker other",
            "ticketExpirationPeriod 6m",
            "ticketRemovalPeriod 2m",
            "groupInactivityRemovalPeriod 6m",
            "backfillOnly true",
            "rules.*.type /rules/selected_map/type stringEquality",
            "rules.*.teamCount /rules/match_size/teamCount 2",
            "rules.*.minTeamSize /rules/match_size/minTeamSize 3",
            "rules.*.maxTeamSize /rules/match_size/maxTeamSize 5",
            "rules.*.difference /rules/beacons/difference 126",
            "rules.*.maxLatency /rules/beacons/maxLatency 126",
            "rules.*.maxDifference /rules/elo_rating/maxDifference 51",
            "rules.*.overlap /rules/selected_map/overlap 2",
            "rules.*.source /rules/elo_rating/source Server",
            "rules.*.default /rules/elo_rating/default 1001",
            "expansions[].after /expansions/0/after 31s",
            "expansions[].rules.*.teamCount /expansions/0/rules/match_size/teamCount 2",
            "expansions[].rules.*.minTeamSize /expansions/0/rules/match_size/minTeamSize 2",
            "expansions[].rules.*.maxTeamSize /expansions/0/rules/match_size/maxTeamSize 5",
            "expansions[].rules.*.difference /expansions/0/rules/beacons/difference 151",
            "expansions[].rules.*.maxLatency /expansions/0/rules/beacons/maxLatency 251",
            "expansions[].rules.*.maxDifference /expansions/0/rules/elo_rating/maxDifference 151",
            "expansions[].rules.*.overlap /expansions/0/rules/selected_map/overlap 2",
            "gameServer.template /gameServer/template/spec/priorityClassName high",
            "gameServer.container /gameServer/container sidecar",
            "gameServer.matchmakerToken /gameServer/matchmakerToken true",
            "gameServer.serviceAccountToken /gameServer/serviceAccountToken true",
            "gameServer.ports[].name /gameServer/ports/0/name query",
            "gameServer.ports[].containerPort /gameServer/ports/0/containerPort 7778",
            "gameServer.ports[].protocol /gameServer/ports/0/protocol TCP",
            "gameServer.exposure /gameServer/exposure PodIP",
            "gameServer.assignWhen /gameServer/assignWhen Running",
            "gameServer.pendingTimeout /gameServer/pendingTimeout 11m",
            "gameServer.startTimeout /gameServer/startTimeout 61s",
            "gameServer.maxRetries /gameServer/maxRetries 4",
            "gameServer.maxDuration /gameServer/maxDuration 3h",
            "gameServer.retainAfterExit /gameServer/retainAfterExit 6m")
        .map(ProfilePlanTest::change);
  }

  private static Change change(String line) {
    var words = line.split(" ", -1);
    var pointer = words.length > 2 ? words[words.length - 2] : "/" + words[0];
    return new Change(words[0], "/spec" + pointer, words[words.length - 1], "");
  }

  @ParameterizedTest
  @MethodSource("fields")
  void everyFieldMakesAnotherRevision(Change change) {
    // When
    var changed = Fixtures.as(MatchmakerProfile.class, change.in(Fixtures.json("profile")));
    // Then
    assertThat(RevisionData.name("ranked", changed.getSpec())).isNotEqualTo(REVISION);
  }

  @Test
  void noFieldIsLeftOut() {
    // When
    var tested = new TreeSet<String>();
    fields().map(Change::field).forEach(tested::add);
    // Then
    assertThat(tested).isEqualTo(FieldTable.fields(MatchmakerProfileSpec.class));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /spec/rules                          | {}                            | playerCount
          /spec/rules/match_size/minTeamSize   | 9                             | minTeamSize
          /spec/ticketExpirationPeriod         | soon                          | ticketExpirationPeriod
          /spec/gameServer/template            | {}                            | spec.gameServer.template.spec.containers
          /spec/gameServer/container           | absent                        | spec.gameServer.container
          /spec/gameServer                     | null                          | spec.gameServer.template
          """)
  void refusesWithTheFieldAtFault(String pointer, String value, String field) {
    // Given
    var json = new Change("", pointer, value, "").in(Fixtures.json("profile"));
    // When
    var plan = plan(Fixtures.as(MatchmakerProfile.class, json));
    // Then
    assertThat(condition(plan, "Accepted")).startsWith("False InvalidSpec").contains(field);
  }

  private static MatchmakerProfileStatus served(String revision) {
    var status = plan(Fixtures.profile()).status();
    return new MatchmakerProfileStatus(
        status.observedGeneration(),
        status.revision(),
        status.conditions(),
        status.url(),
        new QueueStatus(revision, 0, null, null));
  }

  private static ProfilePlan plan(MatchmakerProfile profile) {
    return plan(profile, Optional.empty(), Optional.empty());
  }

  private static ProfilePlan plan(
      MatchmakerProfile profile, Optional<String> takenBy, Optional<String> refusal) {
    Matchmaker matchmaker = Fixtures.matchmaker();
    matchmaker.setStatus(new MatchmakerStatus(1L, null, "http://arena.games.svc:8080", null, null));
    return ProfilePlan.of(
        new ProfileView(
            profile,
            Fixtures.NOW,
            Assessment.of(profile),
            takenBy,
            refusal,
            home(Optional.of(matchmaker)),
            home(Optional.of(matchmaker))));
  }

  private static ProfilePlan plan(MatchmakerProfile profile, Optional<Matchmaker> matchmaker) {
    return ProfilePlan.of(
        new ProfileView(
            profile,
            Fixtures.NOW,
            Assessment.of(profile),
            Optional.empty(),
            Optional.empty(),
            home(matchmaker),
            home(matchmaker)));
  }

  private static Home home(Optional<Matchmaker> matchmaker) {
    return new Home("arena", matchmaker);
  }

  private static String condition(ProfilePlan plan, String type) {
    var condition = Conditions.find(plan.status().conditions(), type).orElseThrow();
    return condition.getStatus() + " " + condition.getReason() + " " + condition.getMessage();
  }
}
