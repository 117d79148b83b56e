package dev.muster.operator.matchmaker;

import dev.muster.api.v1alpha1.Matchmaker;
import dev.muster.engine.profile.Problem;
import dev.muster.operator.matchmaker.RuntimePlacement.Deployed;
import dev.muster.operator.matchmaker.RuntimePlacement.ServiceHost;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the operator is going to make of a Matchmaker, for who asks before it is applied. */
public final class MatchmakerChecks {
  private static final Deployed IN_A_CLUSTER = new Deployed("muster-runtime", ServiceHost.Dns);

  private MatchmakerChecks() {}

  /** What is wrong with a spec by itself, in the words of the condition {@code Accepted}. */
  public static Optional<Problem> problem(Matchmaker matchmaker) {
    return Optional.ofNullable(matchmaker.getSpec()).flatMap(MatchmakerPlan::problem);
  }

  /** The objects that the API server would be asked about; none when the spec is wrong already. */
  public static List<HasMetadata> samples(Matchmaker matchmaker) {
    var view =
        new MatchmakerView(
            matchmaker,
            Instant.EPOCH,
            Optional.empty(),
            Optional.empty(),
            true,
            true,
            Optional.empty(),
            IN_A_CLUSTER);
    return MatchmakerPlan.of(view).shaped().toList();
  }

  /** The field of the Matchmaker from which a field of one of these objects comes. */
  public static String field(HasMetadata sample, String field) {
    return RuntimeFields.of(sample.getKind(), field);
  }
}
