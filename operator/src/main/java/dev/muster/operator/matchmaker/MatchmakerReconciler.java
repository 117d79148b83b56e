package dev.muster.operator.matchmaker;

import dev.muster.api.v1alpha1.Api;
import dev.muster.api.v1alpha1.Matchmaker;
import dev.muster.api.v1alpha1.MatchmakerProfile;
import dev.muster.operator.objects.Labels;
import dev.muster.operator.objects.Names;
import dev.muster.operator.objects.Namespaces;
import dev.muster.operator.objects.Refusals;
import dev.muster.operator.revision.Revisions;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps what a Matchmaker consists of. */
@ControllerConfiguration(name = "matchmaker", fieldManager = Names.FIELD_MANAGER)
public final class MatchmakerReconciler implements Reconciler<Matchmaker> {
  private static final Logger LOG = LoggerFactory.getLogger(MatchmakerReconciler.class);

  private final KubernetesClient client;
  private final Revisions revisions;
  private final RuntimePlacement placement;
  private final Clock clock;
  private final Supplier<byte[]> secrets;

  /**
   * A reconciler.
   *
   * @param secrets gives 32 fresh random bytes each time
   */
  public MatchmakerReconciler(
      KubernetesClient client,
      Revisions revisions,
      RuntimePlacement placement,
      Clock clock,
      Supplier<byte[]> secrets) {
    this.client = client;
    this.revisions = revisions;
    this.placement = placement;
    this.clock = clock;
    this.secrets = secrets;
  }

  @Override
  public List<EventSource<?, Matchmaker>> prepareEventSources(
      EventSourceContext<Matchmaker> context) {
    var profiles =
        new InformerEventSource<>(
            InformerEventSourceConfiguration.from(MatchmakerProfile.class, Matchmaker.class)
                .withName("profiles-of-matchmakers")
                .withSecondaryToPrimaryMapper(MatchmakerReconciler::matchmakers)
                .withOnUpdateFilter(MatchmakerReconciler::moves)
                .build(),
            context);
    return placement instanceof RuntimePlacement.Deployed
        ? List.of(profiles, owned(Deployment.class, context), owned(Service.class, context))
        : List.of(profiles);
  }

  private static <R extends HasMetadata> EventSource<R, Matchmaker> owned(
      Class<R> kind, EventSourceContext<Matchmaker> context) {
    return new InformerEventSource<>(
        InformerEventSourceConfiguration.from(kind, Matchmaker.class)
            .withLabelSelector(Labels.RUNTIME_SELECTOR)
            .build(),
        context);
  }

  /** The one that it names, and the one that may go when nobody needs it any more. */
  private static Set<ResourceID> matchmakers(MatchmakerProfile profile) {
    return Stream.of(named(profile), Api.DEFAULT_MATCHMAKER)
        .map(name -> new ResourceID(name, profile.getMetadata().getNamespace()))
        .collect(Collectors.toUnmodifiableSet());
  }

  private static boolean moves(MatchmakerProfile now, MatchmakerProfile before) {
    return !named(now).equals(named(before)) || !Objects.equals(revision(now), revision(before));
  }

  private static String revision(MatchmakerProfile profile) {
    return profile.getStatus() == null ? null : profile.getStatus().revision();
  }

  private static String named(MatchmakerProfile profile) {
    return profile.getSpec() == null || profile.getSpec().matchmaker() == null
        ? Api.DEFAULT_MATCHMAKER
        : profile.getSpec().matchmaker();
  }

  @Override
  public UpdateControl<Matchmaker> reconcile(Matchmaker matchmaker, Context<Matchmaker> context) {
    if (matchmaker.isMarkedForDeletion()) {
      return UpdateControl.noUpdate();
    }
    try {
      return look(matchmaker, context);
    } catch (KubernetesClientException e) {
      if (!Namespaces.isGoing(e)) {
        throw e;
      }
      LOG.atDebug().setCause(e).log("The Matchmaker goes with its namespace");
      return UpdateControl.noUpdate();
    }
  }

  private UpdateControl<Matchmaker> look(Matchmaker matchmaker, Context<Matchmaker> context) {
    var view = view(matchmaker, context);
    var plan = MatchmakerPlan.of(view);
    if (plan.removed()) {
      client
          .resource(matchmaker)
          .lockResourceVersion(matchmaker.getMetadata().getResourceVersion())
          .delete();
      return UpdateControl.noUpdate();
    }
    var refusal = realize(plan, view);
    if (refusal.isPresent()) {
      return report(matchmaker, MatchmakerPlan.of(view.refused(refusal.get())));
    }
    if (placement instanceof RuntimePlacement.Deployed) {
      context
          .getSecondaryResourcesAsStream(Service.class)
          .filter(plan::isObsolete)
          .forEach(service -> client.resource(service).delete());
    }
    return report(matchmaker, plan);
  }

  /**
   * Makes what a plan asks for, after a dry run where the spec is new: of one that is refused
   * nothing is done.
   *
   * @return what the API server has against it; empty when all is made
   */
  private Optional<String> realize(MatchmakerPlan plan, MatchmakerView view) {
    var matchmaker = view.matchmaker();
    if (!view.isKnownGood()) {
      var refusal = plan.shaped().flatMap(wanted -> apply(wanted, matchmaker, true).stream());
      var all = refusal.collect(Collectors.joining("; "));
      if (!all.isEmpty()) {
        return Optional.of(all);
      }
    }
    if (plan.makesTokens() || !plan.desired().isEmpty()) {
      makeSecrets(matchmaker, plan);
    }
    return plan.desired().stream()
        .flatMap(wanted -> apply(wanted, matchmaker, false).stream())
        .findFirst();
  }

  private MatchmakerView view(Matchmaker matchmaker, Context<Matchmaker> context) {
    var name = matchmaker.getMetadata().getName();
    var tokens = Names.tokens(name, matchmaker.getSpec());
    return new MatchmakerView(
        matchmaker,
        clock.instant(),
        secondary(Deployment.class, name, context),
        secondary(Service.class, name, context),
        tokens.equals(Names.tokens(name)) || holdsTokens(matchmaker, tokens),
        !ImplicitMatchmaker.isOurs(matchmaker) || isServed(matchmaker),
        Optional.empty(),
        placement);
  }

  private <R extends HasMetadata> Optional<R> secondary(
      Class<R> kind, String name, Context<Matchmaker> context) {
    return placement instanceof RuntimePlacement.Deployed
        ? context
            .getSecondaryResourcesAsStream(kind)
            .filter(object -> name.equals(object.getMetadata().getName()))
            .findFirst()
        : Optional.empty();
  }

  private boolean exists(Matchmaker matchmaker, String secret) {
    return secret(matchmaker, secret).isPresent();
  }

  /** Whether it exists and has something under a key: with none nobody could be served. */
  private boolean holdsTokens(Matchmaker matchmaker, String secret) {
    return secret(matchmaker, secret)
        .map(Secret::getData)
        .filter(data -> data.values().stream().anyMatch(value -> !value.isEmpty()))
        .isPresent();
  }

  private Optional<Secret> secret(Matchmaker matchmaker, String name) {
    var namespace = matchmaker.getMetadata().getNamespace();
    return Optional.ofNullable(client.secrets().inNamespace(namespace).withName(name).get());
  }

  /**
   * Whether a profile asks for it, or has a revision in force that it serves. Asked of the API
   * server: to delete a Matchmaker that a new profile needs would be too bad.
   */
  private boolean isServed(Matchmaker matchmaker) {
    return client
        .resources(MatchmakerProfile.class)
        .inNamespace(matchmaker.getMetadata().getNamespace())
        .list()
        .getItems()
        .stream()
        .anyMatch(
            profile ->
                Stream.concat(Stream.of(named(profile)), revisions.matchmaker(profile).stream())
                    .anyMatch(matchmaker.getMetadata().getName()::equals));
  }

  private void makeSecrets(Matchmaker matchmaker, MatchmakerPlan plan) {
    var name = matchmaker.getMetadata().getName();
    var objects = new RuntimeObjects(matchmaker);
    if (!exists(matchmaker, Names.keys(name))) {
      create(objects.secret(Names.keys(name), Names.SERVER_KEY, secrets.get()));
    }
    if (plan.makesTokens() && !exists(matchmaker, Names.tokens(name))) {
      var token = Base64.getUrlEncoder().withoutPadding().encode(secrets.get());
      create(objects.secret(Names.tokens(name), Names.CLIENT_TOKEN, token));
    }
  }

  private void create(Secret secret) {
    try {
      client.resource(secret).create();
    } catch (KubernetesClientException e) {
      if (e.getCode() != 409) {
        throw e;
      }
    }
  }

  /**
   * Applies an object. The account of game servers belongs to all Matchmakers of the namespace, so
   * each applies its own ownership under a name of its own.
   *
   * @return what the API server has against it
   */
  private Optional<String> apply(HasMetadata wanted, Matchmaker matchmaker, boolean dryRun) {
    try {
      client
          .resource(wanted)
          .dryRun(dryRun)
          .fieldManager(fieldManager(wanted, matchmaker))
          .forceConflicts()
          .serverSideApply();
      return Optional.empty();
    } catch (KubernetesClientException e) {
      if (!Refusals.isRefusal(e)) {
        throw e;
      }
      return Optional.of(RuntimeFields.words(wanted, e));
    }
  }

  private static String fieldManager(HasMetadata wanted, Matchmaker matchmaker) {
    var shared =
        wanted instanceof ServiceAccount
            && Names.GAME_SERVER_ACCOUNT.equals(wanted.getMetadata().getName());
    return shared
        ? Names.FIELD_MANAGER + "-" + matchmaker.getMetadata().getName()
        : Names.FIELD_MANAGER;
  }

  private static UpdateControl<Matchmaker> report(Matchmaker matchmaker, MatchmakerPlan plan) {
    UpdateControl<Matchmaker> control;
    if (plan.status().equals(matchmaker.getStatus())) {
      control = UpdateControl.noUpdate();
    } else {
      var fresh = new Matchmaker();
      fresh.getMetadata().setName(matchmaker.getMetadata().getName());
      fresh.getMetadata().setNamespace(matchmaker.getMetadata().getNamespace());
      fresh.setStatus(plan.status());
      control = UpdateControl.patchStatus(fresh);
    }
    return control.rescheduleAfter(plan.again());
  }
}
