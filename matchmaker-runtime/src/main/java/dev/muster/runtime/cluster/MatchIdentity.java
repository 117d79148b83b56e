package dev.muster.runtime.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.muster.api.v1alpha1.Match;

/** Whether a Match that exists is the one that was to be created. Pure. */
final class MatchIdentity {
  private static final ObjectMapper JSON = new ObjectMapper();

  private MatchIdentity() {}

  static boolean isSame(String existing, Match wanted) {
    try {
      var matchId = JSON.readTree(existing).path("spec").path("matchId").asText("");
      return matchId.equals(wanted.getSpec().matchId());
    } catch (JsonProcessingException e) {
      return false;
    }
  }
}
