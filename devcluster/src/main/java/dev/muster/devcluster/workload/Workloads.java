package dev.muster.devcluster.workload;

import dev.muster.devcluster.node.EventRecorder;
import dev.muster.devcluster.node.Loop;
import dev.muster.devcluster.store.Change;
import dev.muster.devcluster.store.ObjectStore;
import dev.muster.devcluster.store.Resource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * The controllers of Deployments, ReplicaSets, PodDisruptionBudgets and of where Services lead, at
 * work until closed.
 */
public final class Workloads implements AutoCloseable {
  private final Loop loop;
  private final Owned deployments = new Owned();
  private final Owned sets = new Owned();
  private final Owned pods = new Owned();
  private final Owned budgets = new Owned();
  private final Owned services = new Owned();
  private final ReplicaSets replicaSetControl;
  private final Deployments deploymentControl;
  private final Budgets budgetControl;
  private final ServiceEndpoints endpointControl;
  private final List<ObjectStore.Watch> watches = new ArrayList<>();
  private final Set<String> queued = new HashSet<>();

  private Workloads(Loop loop, ObjectStore store, RandomGenerator random) {
    this.loop = loop;
    this.replicaSetControl =
        new ReplicaSets(
            loop,
            store,
            new EventRecorder(store, loop::now, "replicaset-controller", ""),
            random,
            sets,
            pods);
    this.deploymentControl =
        new Deployments(
            loop,
            store,
            new EventRecorder(store, loop::now, "deployment-controller", ""),
            deployments,
            sets,
            pods);
    this.budgetControl = new Budgets(loop, store, budgets, sets, pods);
    this.endpointControl = new ServiceEndpoints(loop, store, random, services, pods);
  }

  /**
   * Starts them.
   *
   * @param loop their thread, which the caller closes after them
   * @param random for the names of pods
   */
  public static Workloads start(Loop loop, ObjectStore store, RandomGenerator random) {
    var workloads = new Workloads(loop, store, random);
    workloads.watch(store, Resource.PODS, workloads::podChanged);
    workloads.watch(store, Resource.REPLICA_SETS, workloads::setChanged);
    workloads.watch(store, Resource.DEPLOYMENTS, workloads::deploymentChanged);
    workloads.watch(store, Resource.POD_DISRUPTION_BUDGETS, workloads::budgetChanged);
    workloads.watch(store, Resource.SERVICES, workloads::serviceChanged);
    return workloads;
  }

  private void watch(ObjectStore store, Resource resource, Consumer<Change> consumer) {
    watches.add(store.watch(resource, change -> loop.run(() -> consumer.accept(change))));
  }

  private void budgetChanged(Change change) {
    budgets.apply(change);
    enqueue(Owned.uid(change.object()));
  }

  private void serviceChanged(Change change) {
    services.apply(change);
    if (change.type() == Change.Type.DELETED) {
      endpointControl.removed(change.object());
    } else {
      enqueue(Owned.uid(change.object()));
    }
  }

  private void podChanged(Change change) {
    var set = Owned.controller(change.object());
    var known = pods.get(Owned.uid(change.object()));
    known.map(endpointControl::selecting).ifPresent(uids -> uids.forEach(this::enqueue));
    endpointControl.selecting(change.object()).forEach(this::enqueue);
    pods.apply(change);
    budgets.guarding(change.object()).forEach(this::enqueue);
    if (set.isEmpty()) {
      sets.selecting(change.object()).forEach(this::enqueue);
    } else {
      enqueue(set);
      // A Recreate waits for the last pod, whose end changes nothing in its ReplicaSet.
      sets.get(set).ifPresent(owner -> enqueue(Owned.controller(owner)));
    }
  }

  private void setChanged(Change change) {
    sets.apply(change);
    budgets.all().forEach(budget -> enqueue(Owned.uid(budget)));
    enqueue(Owned.uid(change.object()));
    var deployment = Owned.controller(change.object());
    if (deployment.isEmpty()) {
      deployments.selecting(change.object()).forEach(this::enqueue);
    } else {
      enqueue(deployment);
    }
  }

  private void deploymentChanged(Change change) {
    deployments.apply(change);
    enqueue(Owned.uid(change.object()));
  }

  private void enqueue(String uid) {
    if (queued.add(uid)) {
      loop.run(
          () -> {
            queued.remove(uid);
            replicaSetControl.reconcile(uid);
            deploymentControl.reconcile(uid);
            budgetControl.reconcile(uid);
            endpointControl.reconcile(uid);
          });
    }
  }

  @Override
  public void close() {
    watches.forEach(ObjectStore.Watch::close);
  }
}
