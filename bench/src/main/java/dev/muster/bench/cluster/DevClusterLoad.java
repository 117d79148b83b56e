package dev.muster.bench.cluster;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Creates objects in an embedded cluster while several clients watch, and tells how many a second
 * there were, thousand by thousand. Before it counts, some thousand others are created and deleted,
 * so that what is measured is the cluster and not a JVM that still compiles it. The first line is
 * the start of a cluster: from its process being started to its telling that it listens, and to its
 * first answer to a client, whose handshake is the first too; medians of five.
 *
 * <pre>{@code
 * bench/run DevClusterLoad            # 10,000 of each kind
 * bench/run DevClusterLoad 50000
 * }</pre>
 */
public final class DevClusterLoad {
  private static final int STARTS = 5;
  private static final int CLIENTS = 8;
  private static final int WATCHERS = 4;
  private static final int WARM_UP = 2_000;
  private static final String DEFINITIONS =
      "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
  private static final String CONFIG_MAP =
      """
      {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "%s-%d"},
       "data": {"colour": "blue", "shape": "a circle of some size"}}""";
  private static final String BACKFILL =
      """
      {"apiVersion": "muster.dev/v1alpha1", "kind": "Backfill", "metadata": {"name": "%s-%d"},
       "spec": {"queue": "load", "server": {"podName": "p"}, "groupSizes": [1, 2],
                "expiresAfter": "5m"}}""";

  private final ApiClient client;
  private final int count;

  private DevClusterLoad(ApiClient client, int count) {
    this.client = client;
    this.count = count;
  }

  /** Runs with the number of objects, 10,000 by default. */
  public static void main(String[] args)
      throws IOException, InterruptedException, ExecutionException {
    int count = args.length > 0 ? Integer.parseInt(args[0]) : 10_000;
    starts();
    try (var cluster = DevClusterProcess.start()) {
      var load = new DevClusterLoad(new ApiClient(cluster), count);
      load.run("configmaps", "/api/v1/namespaces/default/configmaps", CONFIG_MAP);
      load.define();
      load.run("backfills", "/apis/muster.dev/v1alpha1/namespaces/default/backfills", BACKFILL);
    }
  }

  private static void starts() throws IOException, InterruptedException {
    var ready = new long[STARTS];
    var answered = new long[STARTS];
    for (int i = 0; i < STARTS; i++) {
      long start = System.nanoTime();
      try (var cluster = DevClusterProcess.start()) {
        ready[i] = millisSince(start);
        new ApiClient(cluster).get("/api/v1/namespaces/default");
        answered[i] = millisSince(start);
      }
    }
    Arrays.sort(ready);
    Arrays.sort(answered);
    System.out.printf(
        "start to ready: %,d ms, to the first answer: %,d ms (medians of %d)%n",
        ready[STARTS / 2], answered[STARTS / 2], STARTS);
  }

  /** Has the cluster know the Backfill, and tells how long that took. */
  private void define() throws IOException, InterruptedException {
    long start = System.nanoTime();
    var definition = Files.readString(Path.of("charts/muster/crds/backfills.muster.dev.yaml"));
    client.post(DEFINITIONS, "application/yaml", definition);
    while (!client
        .get(DEFINITIONS + "/backfills.muster.dev")
        .matches(
            "(?s).*\"type\":\"Established\",\"status\":\"True\".*|.*\"status\":\"True\",\"type\":\"Established\".*")) {
      Thread.onSpinWait();
    }
    System.out.printf("first definition served: %,d ms%n", millisSince(start));
  }

  private void run(String what, String path, String body)
      throws IOException, InterruptedException, ExecutionException {
    create(path, body, "warm", WARM_UP);
    client.delete(path);
    System.out.printf("%s: %,d created and deleted to warm up, not counted%n", what, WARM_UP);
    tell(what, create(path, body, "load", count));
  }

  /**
   * Creates so many, while others watch: when each was there, in nanoseconds since the start, and
   * last when all had seen all.
   */
  private long[] create(String path, String body, String name, int wanted)
      throws IOException, InterruptedException, ExecutionException {
    var times = new long[wanted + 1];
    var pool = Executors.newFixedThreadPool(CLIENTS + WATCHERS);
    try {
      var seen = watch(pool, path, name, wanted);
      long start = System.nanoTime();
      var next = new AtomicInteger();
      var done = new AtomicInteger();
      var clients = new ArrayList<Future<?>>();
      for (int i = 0; i < CLIENTS; i++) {
        clients.add(
            pool.submit(
                () -> {
                  for (int n = next.getAndIncrement(); n < wanted; n = next.getAndIncrement()) {
                    client.post(path, "application/json", body.formatted(name, n));
                    times[done.getAndIncrement()] = System.nanoTime() - start;
                  }
                  return null;
                }));
      }
      for (var running : clients) {
        running.get();
      }
      for (var watcher : seen) {
        watcher.get();
      }
      times[wanted] = System.nanoTime() - start;
      Arrays.sort(times);
      return times;
    } finally {
      pool.shutdownNow();
    }
  }

  /** Watchers that end when they have seen every object of the name. */
  private List<Future<?>> watch(ExecutorService pool, String path, String name, int wanted)
      throws InterruptedException {
    var open = new CountDownLatch(WATCHERS);
    var watchers = new ArrayList<Future<?>>();
    for (int i = 0; i < WATCHERS; i++) {
      watchers.add(
          pool.submit(
              () -> {
                try (var lines =
                    new BufferedReader(
                        new InputStreamReader(
                            client.watch(path + "?watch=true"), StandardCharsets.UTF_8))) {
                  open.countDown();
                  for (int left = wanted; left > 0; ) {
                    if (lines.readLine().contains("\"name\":\"" + name + "-")) {
                      left--;
                    }
                  }
                }
                return null;
              }));
    }
    open.await();
    return watchers;
  }

  private void tell(String what, long[] times) {
    System.out.printf(
        "%s: %,.0f creates per second with %d clients; thousand by thousand %s%n",
        what, count * 1e9 / times[count - 1], CLIENTS, Thousands.of(Arrays.copyOf(times, count)));
    System.out.printf(
        "%s: %,.0f watch events per second to %d watchers meanwhile%n",
        what, (double) WATCHERS * count * 1e9 / times[count], WATCHERS);
  }

  private static long millisSince(long start) {
    return (System.nanoTime() - start) / 1_000_000;
  }
}
