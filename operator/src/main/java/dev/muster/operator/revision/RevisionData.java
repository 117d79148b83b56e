package dev.muster.operator.revision;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.api.v1alpha1.Api;
import dev.muster.api.v1alpha1.MatchmakerProfile;
import dev.muster.api.v1alpha1.MatchmakerProfileSpec;
import dev.muster.operator.objects.Labels;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.apps.ControllerRevisionBuilder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The content of a ControllerRevision: a spec as JSON with sorted keys.
 *
 * <p>The API server compares the data of a revision byte by byte, so the same spec always has to
 * give the same bytes. Its hash is part of the revision's name: the same spec is the same revision.
 */
public final class RevisionData {
  private static final int HASH_LENGTH = 10;
  private static final ObjectMapper MAPPER =
      new ObjectMapper()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  private RevisionData() {}

  /** The spec with sorted keys; absent fields stay absent. */
  public static JsonNode of(MatchmakerProfileSpec spec) {
    return sorted(MAPPER.valueToTree(spec));
  }

  /** The name of the revision that a spec is, as {@code <profile>-<hash>}. */
  public static String name(String profile, MatchmakerProfileSpec spec) {
    return profile + "-" + hash(of(spec));
  }

  /** The revision to create for a profile's spec. */
  public static ControllerRevision toCreate(MatchmakerProfile profile, long number) {
    var name = profile.getMetadata().getName();
    var spec = profile.getSpec();
    return new ControllerRevisionBuilder()
        .withNewMetadata()
        .withName(name(name, spec))
        .withNamespace(profile.getMetadata().getNamespace())
        .addToLabels(Labels.MANAGED_BY, Labels.MUSTER)
        .addToLabels(Api.PROFILE_LABEL, name)
        .addToLabels(Api.MATCHMAKER_LABEL, matchmaker(spec))
        .endMetadata()
        .withData(of(spec))
        .withRevision(number)
        .build();
  }

  /** The Matchmaker that a spec belongs to. */
  public static String matchmaker(MatchmakerProfileSpec spec) {
    return spec == null || spec.matchmaker() == null ? Api.DEFAULT_MATCHMAKER : spec.matchmaker();
  }

  /** Reads a revision; empty when its data is no spec. */
  public static Optional<Revision> read(ControllerRevision revision) {
    var labels = revision.getMetadata().getLabels();
    var profile = labels == null ? null : labels.get(Api.PROFILE_LABEL);
    if (profile == null || revision.getData() == null) {
      return Optional.empty();
    }
    try {
      var spec = MAPPER.convertValue(revision.getData(), MatchmakerProfileSpec.class);
      return Optional.ofNullable(spec)
          .map(read -> new Revision(revision.getMetadata().getName(), profile, read));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static JsonNode sorted(JsonNode node) {
    if (node.isObject()) {
      var keys = new TreeMap<String, JsonNode>();
      node.properties().forEach(entry -> keys.put(entry.getKey(), sorted(entry.getValue())));
      return new ObjectNode(JsonNodeFactory.instance, keys);
    }
    if (node.isArray()) {
      var elements = new ArrayNode(JsonNodeFactory.instance, node.size());
      node.forEach(element -> elements.add(sorted(element)));
      return elements;
    }
    return node;
  }

  private static String hash(JsonNode data) {
    try {
      var digest =
          MessageDigest.getInstance("SHA-256")
              .digest(data.toString().getBytes(StandardCharsets.UTF_8));
      var text = Long.toUnsignedString(ByteBuffer.wrap(digest).getLong(), Character.MAX_RADIX);
      return "0".repeat(Math.max(0, HASH_LENGTH - text.length()))
          + text.substring(Math.max(0, text.length() - HASH_LENGTH));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }
}
