package dev.muster.devcluster.node;

import dev.muster.devcluster.network.Network;
import dev.muster.devcluster.store.ObjectStore;
import io.vertx.core.Vertx;

/** What every pod of the node works with. */
record NodeParts(
    String name,
    Loop loop,
    ObjectStore store,
    Network network,
    ApiAccess api,
    NodeConfig config,
    EventRecorder events,
    Supervisor supervisor,
    Prober prober,
    Forwards forwards,
    Vertx vertx) {}
