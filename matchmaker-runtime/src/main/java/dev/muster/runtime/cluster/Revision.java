package dev.muster.runtime.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.muster.api.mapping.ProfileMapping;
import dev.muster.api.v1alpha1.Api;
import dev.muster.api.v1alpha1.MatchmakerProfileSpec;
import dev.muster.engine.profile.InvalidProfile;
import dev.muster.runtime.loop.QueueRevision;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;

/** What a ControllerRevision of a profile says to one Matchmaker. */
sealed interface Revision {
  /** These rules. */
  record Ours(QueueRevision rules) implements Revision {}

  /** Nothing: another Matchmaker serves the profile by it. */
  record Foreign(String matchmaker) implements Revision {}

  /** Nothing that could be understood. */
  record Broken(String problem) implements Revision {}

  /** Reads ControllerRevisions for one Matchmaker. Pure. */
  final class Reader {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final KubernetesSerialization serialization;
    private final String matchmaker;

    Reader(KubernetesSerialization serialization, String matchmaker) {
      this.serialization = serialization;
      this.matchmaker = matchmaker;
    }

    /**
     * Reads one.
     *
     * @param json the whole object
     */
    Revision read(String profileName, String revisionName, String json) {
      try {
        var data = JSON.readTree(json).path("data");
        return data.isObject()
            ? read(profileName, revisionName, data)
            : new Broken("data is missing");
      } catch (JsonProcessingException e) {
        return new Broken(e.getOriginalMessage());
      }
    }

    private Revision read(String profileName, String revisionName, JsonNode data) {
      try {
        var spec = serialization.convertValue(data, MatchmakerProfileSpec.class);
        var owner = spec.matchmaker() == null ? Api.DEFAULT_MATCHMAKER : spec.matchmaker();
        if (!owner.equals(matchmaker)) {
          return new Foreign(owner);
        }
        var rules = ProfileMapping.profile(profileName, spec);
        return new Ours(
            new QueueRevision(
                profileName, revisionName, rules, ProfileMapping.serverAttributes(spec)));
      } catch (InvalidProfile | IllegalArgumentException e) {
        return new Broken(e.getMessage());
      }
    }
  }
}
