package dev.muster.operator.conditions;

import dev.muster.operator.objects.Times;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A status's list of conditions. */
public final class Conditions {
  private Conditions() {}

  /**
   * The conditions that tell the findings, in their order.
   *
   * <p>The transition time is that of the condition before while the answer is the same, so that
   * nothing found anew gives an equal list.
   *
   * @param before what the object's status has, or null
   * @param about the object whose generation was looked at
   */
  public static List<Condition> of(
      List<Condition> before, HasMetadata about, Instant now, List<Finding> findings) {
    return findings.stream().map(finding -> stamp(before, about, now, finding)).toList();
  }

  /** The condition of a type, if the list has one. */
  public static Optional<Condition> find(List<Condition> conditions, String type) {
    return conditions == null
        ? Optional.empty()
        : conditions.stream().filter(condition -> type.equals(condition.getType())).findFirst();
  }

  /** Whether the condition of a type is there and true. */
  public static boolean isTrue(List<Condition> conditions, String type) {
    return find(conditions, type).filter(found -> "True".equals(found.getStatus())).isPresent();
  }

  private static Condition stamp(
      List<Condition> before, HasMetadata about, Instant now, Finding finding) {
    var since =
        find(before, finding.type())
            .filter(old -> finding.status().name().equals(old.getStatus()))
            .map(Condition::getLastTransitionTime)
            .orElseGet(() -> Times.seconds(now));
    return new ConditionBuilder()
        .withType(finding.type())
        .withStatus(finding.status().name())
        .withObservedGeneration(about.getMetadata().getGeneration())
        .withReason(finding.reason())
        .withMessage(finding.message())
        .withLastTransitionTime(since)
        .build();
  }
}
