package dev.muster.operator.matchmaker;

import dev.muster.operator.objects.Refusals;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Which field of a Matchmaker stands behind a field of the objects that are made of it. */
final class RuntimeFields {
  private static final Pattern OF_CONTAINER =
      Pattern.compile("spec\\.template\\.spec\\.containers\\[0]\\.((?:resources|image)\\b.*)");
  private static final Pattern OF_SERVICE = Pattern.compile("metadata\\.(annotations\\b.*)");

  private RuntimeFields() {}

  /**
   * The field of the Matchmaker.
   *
   * @param kind of the object that was made: Deployment or Service
   * @param field of that object
   * @return {@code spec} where it comes from no single one
   */
  static String of(String kind, String field) {
    var found =
        switch (kind) {
          case "Deployment" -> below("spec.", OF_CONTAINER, field).or(() -> ofTokens(field));
          case "Service" -> below("spec.service.", OF_SERVICE, field);
          default -> Optional.<String>empty();
        };
    return found.orElse("spec");
  }

  /** What the API server has against an object, by the Matchmaker's fields where it names some. */
  static String words(HasMetadata made, KubernetesClientException refusal) {
    var causes =
        Refusals.causes(refusal).stream()
            .map(cause -> of(made.getKind(), cause.getField()) + ": " + cause.getMessage())
            .distinct()
            .collect(Collectors.joining("; "));
    return causes.isEmpty() ? Refusals.message(refusal) : causes;
  }

  private static Optional<String> below(String prefix, Pattern pattern, String field) {
    var match = pattern.matcher(field);
    return match.matches() ? Optional.of(prefix + match.group(1)) : Optional.empty();
  }

  private static Optional<String> ofTokens(String field) {
    return field.endsWith(".secretName") ? Optional.of("spec.tokensSecretName") : Optional.empty();
  }
}
