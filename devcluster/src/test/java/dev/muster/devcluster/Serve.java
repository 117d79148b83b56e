package dev.muster.devcluster;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/**
 * Serves a cluster until it is killed, for trying things by hand: the argument is the kubeconfig to
 * write.
 */
final class Serve {
  private Serve() {}

  public static void main(String[] args) throws Exception {
    var cluster = DevCluster.start(DevClusterConfig.defaults());
    Runtime.getRuntime().addShutdownHook(new Thread(cluster::close));
    Files.writeString(Path.of(args[0]), cluster.kubeconfig());
    System.out.println("ready " + cluster.url());
    new CountDownLatch(1).await();
  }
}
