package dev.muster.operator.matchmaker;

import java.util.Objects;

/** Where the runtimes of Matchmakers run. */
public sealed interface RuntimePlacement {
  /**
   * In the cluster, as a Deployment each.
   *
   * @param image the image of Matchmakers that name none
   * @param serviceHost by which name their Service is reached
   */
  record Deployed(String image, ServiceHost serviceHost) implements RuntimePlacement {
    public Deployed {
      Objects.requireNonNull(image, "image");
      Objects.requireNonNull(serviceHost, "serviceHost");
    }
  }

  /**
   * Somewhere else, started by someone else.
   *
   * @param url where clients and game servers reach it
   */
  record External(String url) implements RuntimePlacement {
    public External {
      Objects.requireNonNull(url, "url");
    }
  }

  /** How a Service is named in URLs. */
  enum ServiceHost {
    /** By its DNS name. */
    Dns,
    /** By its cluster IP, where there is no DNS. */
    ClusterIp
  }
}
