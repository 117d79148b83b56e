package dev.muster.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.muster.api.v1alpha1.Matchmaker;
import dev.muster.api.v1alpha1.MatchmakerProfile;
import dev.muster.api.v1alpha1.MatchmakerSpec;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A profile that may not go to the Matchmaker it names stays with the one that serves it. */
@ExtendWith(SharedMuster.class)
class MovedProfileIT {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final String NAMESPACE = "moves";
  private static final String RULES =
      "{size: {type: playerCount, teamCount: 1, minTeamSize: 2, maxTeamSize: 2}}";

  @Test
  void itIsReadyThereAndKeepsItsQueueUntilItMayGo(MusterProcess muster) {
    // Given
    muster.client().resource(namespace()).create();
    var profiles = new Profiles(muster.client(), NAMESPACE);
    var url = profiles.serve(profile("first", "default", "Arena")).getStatus().url();
    var made = matchmaker(muster).getMetadata().getUid();
    profiles.apply(profile("second", "elsewhere", "Taken"));
    awaitAccepted(profiles, "second", "True");
    // When
    profiles.apply(profile("first", "elsewhere", "Taken"));
    // Then
    var stays = awaitAccepted(profiles, "first", "False");
    assertThat(reason(stays, "Accepted")).isEqualTo("QueueTaken");
    assertThat(reason(stays, "Ready")).isEqualTo("Serving");
    assertThat(stays.getStatus().url()).isEqualTo(url);
    profiles.apply(profile("third", "default", "Arena"));
    assertThat(reason(awaitAccepted(profiles, "third", "False"), "Accepted"))
        .isEqualTo("QueueTaken");
    assertThat(matchmaker(muster).getMetadata().getUid()).isEqualTo(made);
    muster.client().resource(profiles.get("third")).delete();
    // When
    muster.client().resource(profiles.get("second")).delete();
    // Then it does not go where nobody would serve it
    await()
        .atMost(PATIENCE)
        .until(() -> reason(profiles.get("first"), "Accepted").equals("MatchmakerMissing"));
    assertThat(reason(profiles.get("first"), "Ready")).isEqualTo("Serving");
    // When
    var elsewhere = new Matchmaker();
    elsewhere.getMetadata().setName("elsewhere");
    elsewhere.getMetadata().setNamespace(NAMESPACE);
    elsewhere.setSpec(MatchmakerSpec.defaults());
    muster.client().resource(elsewhere).create();
    // Then
    awaitAccepted(profiles, "first", "True");
    await().atMost(PATIENCE).until(() -> matchmaker(muster) == null);
    assertThat(reason(profiles.get("first"), "ResolvedRefs")).isEqualTo("Resolved");
    muster.client().resource(namespace()).delete();
  }

  private static Namespace namespace() {
    return new NamespaceBuilder().withNewMetadata().withName(NAMESPACE).endMetadata().build();
  }

  private static MatchmakerProfile profile(String name, String matchmaker, String queue) {
    var profile =
        Profiles.printing(name, RULES, "  matchmaker: " + matchmaker + "\n  queue: " + queue);
    profile.getMetadata().setNamespace(NAMESPACE);
    return profile;
  }

  private static MatchmakerProfile awaitAccepted(Profiles profiles, String name, String status) {
    return await()
        .atMost(PATIENCE)
        .until(() -> profiles.get(name), found -> Profiles.is(found, "Accepted", status));
  }

  private static String reason(MatchmakerProfile profile, String type) {
    return Profiles.condition(profile, type).orElseThrow().getReason();
  }

  private static Matchmaker matchmaker(MusterProcess muster) {
    return muster
        .client()
        .resources(Matchmaker.class)
        .inNamespace(NAMESPACE)
        .withName("default")
        .get();
  }
}
