package dev.muster.cli.validate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.api.v1alpha1.Api;
import dev.muster.api.v1alpha1.Matchmaker;
import dev.muster.api.v1alpha1.MatchmakerProfile;
import dev.muster.devcluster.offline.OfflineApi;
import dev.muster.devcluster.store.Cause;
import dev.muster.operator.matchmaker.MatchmakerChecks;
import dev.muster.operator.profile.ProfileChecks;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Judges objects of Muster as they would be on their way into a cluster: first the API server, with
 * schema and CEL; then the operator, with the engine's checks and with the pod that it would make.
 */
final class Judge {
  private static final Set<String> KINDS =
      Set.of("Matchmaker", "MatchmakerProfile", "Match", "Backfill");

  /** The words of a rule that met a value of another type. */
  private static final Pattern NOT_EVALUATED =
      Pattern.compile(" evaluating rule: |: evaluation error at ");

  private static final String UNKNOWN_FIELD = "unknown field ";
  private static final int SHORT_NAME = 6;
  private static final String TEMPLATE = "spec.gameServer.template";
  private static final ObjectMapper MAPPER =
      new ObjectMapper()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  private final OfflineApi api;
  private final KnownFields fields;

  /** A judge by these custom resource definitions. */
  Judge(Collection<ObjectNode> definitions) {
    this.api = new OfflineApi(definitions, Clock.systemUTC());
    this.fields = new KnownFields(definitions);
  }

  /** Forgets the objects that it has seen. */
  void forget() {
    api.forget();
  }

  /** Whether the object is one of ours, or is meant to be. */
  static boolean isOurs(Manifest manifest) {
    return manifest.apiVersion().startsWith("muster")
        || KINDS.stream().anyMatch(kind -> isMeant(kind, manifest.kind()))
        || manifest.apiVersion().isEmpty()
        || manifest.kind().isEmpty();
  }

  /** Short names have too many neighbours. */
  private static boolean isMeant(String kind, String written) {
    return kind.equals(written)
        || (kind.length() > SHORT_NAME && LikelyNames.slips(kind, written) <= 2);
  }

  /** What is wrong with an object that comes after those that it has seen. */
  List<Finding> judge(Manifest manifest) {
    var around = Envelope.mistakes(manifest);
    if (!around.isEmpty()) {
      return around;
    }
    if (!api.serves(manifest.apiVersion(), manifest.kind())) {
      return List.of(unknownKind(manifest));
    }
    var outcome = api.apply(manifest.object());
    if (outcome.causes().size() == 1 && isOfRules(manifest, outcome.causes().get(0))) {
      return List.of(withDetail(manifest, outcome.causes().get(0)));
    }
    if (!outcome.causes().isEmpty()) {
      return outcome.causes().stream()
          .filter(cause -> !isSaidBetter(cause, outcome.causes()))
          .map(cause -> refused(manifest, cause))
          .toList();
    }
    return outcome.stored().map(object -> stored(manifest, object)).orElse(List.of());
  }

  /** What the operator would say of an object that the API server has taken. */
  private List<Finding> stored(Manifest manifest, ObjectNode object) {
    return switch (manifest.kind()) {
      case "MatchmakerProfile" -> profile(manifest, object);
      case "Matchmaker" -> matchmaker(manifest, read(object, Matchmaker.class));
      default -> List.of();
    };
  }

  private static Finding unknownKind(Manifest manifest) {
    return manifest.mistake(
        "kind",
        "no matches for kind \"%s\" in version \"%s\"; known are Matchmaker, MatchmakerProfile, Match and Backfill in %s/%s"
            .formatted(manifest.kind(), manifest.apiVersion(), Api.GROUP, Api.VERSION));
  }

  private Finding refused(Manifest manifest, Cause cause) {
    return manifest.mistake(
        cause.field(),
        cause.message()
            + Hints.of(cause.message())
            + form(manifest.kind(), cause)
            + meant(manifest.kind(), cause));
  }

  /** Of what kind of value another one was expected: its type alone does not tell. */
  private String form(String kind, Cause cause) {
    return cause.message().contains(" must be of type ")
        ? fields.schema(kind, cause.field()).flatMap(Hints::ofType).orElse("")
        : "";
  }

  private String meant(String kind, Cause cause) {
    return cause.message().startsWith(UNKNOWN_FIELD) ? meant(fields.like(kind, cause.field())) : "";
  }

  /**
   * Whether another cause says the same in better words. A text that is too long does not fit its
   * pattern either, and the pattern tells what fits; our rule about names says what the general one
   * says; and where a value is of no use to a rule, it is said already what is wrong with that.
   */
  private static boolean isSaidBetter(Cause cause, List<Cause> all) {
    if (NOT_EVALUATED.matcher(cause.message()).find()) {
      return all.stream().anyMatch(other -> !NOT_EVALUATED.matcher(other.message()).find());
    }
    return all.stream()
        .filter(other -> other.field().equals(cause.field()))
        .anyMatch(
            other ->
                (cause.message().startsWith("Too long")
                        && other.message().contains("should match '"))
                    || (cause.message().contains("RFC 1123")
                        && other.message().contains("metadata.name must begin")));
  }

  /** Whether CEL has said it, so that every value is of its type. */
  private static boolean isOfRules(Manifest manifest, Cause cause) {
    return manifest.kind().equals("MatchmakerProfile")
        && cause.message().startsWith("Invalid value: \"object\": ");
  }

  /** CEL names a whole list or rule; the engine knows the field. */
  private Finding withDetail(Manifest manifest, Cause cause) {
    var around = cause.field().replace('[', '.').replace("]", "");
    return ProfileChecks.problems(read(manifest.object(), MatchmakerProfile.class)).stream()
        .filter(problem -> problem.field().matches(Pattern.quote(around) + "[.\\[].*"))
        .findFirst()
        .map(
            problem ->
                manifest.mistake(
                    problem.field(), cause.field(), cause.message() + " (" + problem + ")"))
        .orElseGet(() -> refused(manifest, cause));
  }

  private List<Finding> profile(Manifest manifest, ObjectNode object) {
    var profile = read(object, MatchmakerProfile.class);
    var problems = ProfileChecks.problems(profile);
    if (!problems.isEmpty()) {
      return problems.stream()
          .map(problem -> manifest.mistake(problem.field(), problem.message()))
          .toList();
    }
    var ofPod =
        ProfileChecks.samplePod(profile).stream()
            .map(pod -> (ObjectNode) MAPPER.valueToTree(pod))
            .flatMap(pod -> api.dryRun(pod).causes().stream())
            .map(cause -> ofPod(manifest, cause));
    var warnings =
        ProfileChecks.warnings(profile).stream()
            .map(warning -> manifest.warning(warning.field(), warning.message()));
    return Stream.concat(ofPod, warnings).toList();
  }

  private static Finding ofPod(Manifest manifest, Cause cause) {
    var path = cause.field().isEmpty() ? TEMPLATE : TEMPLATE + "." + cause.field();
    return manifest.mistake(path, cause.message() + meantInPod(cause));
  }

  private static String meantInPod(Cause cause) {
    int split = cause.field().lastIndexOf('.');
    return split > 0 && cause.message().startsWith(UNKNOWN_FIELD)
        ? meant(
            LikelyNames.meant(
                ProfileChecks.templateFields(cause.field().substring(0, split)).stream(),
                cause.field().substring(split + 1)))
        : "";
  }

  private static String meant(Optional<String> field) {
    return field.map(name -> " (did you mean " + name + "?)").orElse("");
  }

  private List<Finding> matchmaker(Manifest manifest, Matchmaker matchmaker) {
    var problem =
        MatchmakerChecks.problem(matchmaker).stream()
            .map(found -> manifest.mistake(found.field(), found.message()));
    var ofMade =
        MatchmakerChecks.samples(matchmaker).stream()
            .flatMap(
                sample ->
                    api.dryRun(MAPPER.valueToTree(sample)).causes().stream()
                        .map(
                            cause ->
                                manifest.mistake(
                                    MatchmakerChecks.field(sample, cause.field()),
                                    cause.message())));
    return Stream.concat(problem, ofMade).toList();
  }

  private static <T> T read(ObjectNode object, Class<T> kind) {
    try {
      return MAPPER.treeToValue(object, kind);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the schema lets pass what the classes do not read", e);
    }
  }
}
