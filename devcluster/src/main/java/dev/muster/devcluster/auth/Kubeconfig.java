package dev.muster.devcluster.auth;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Writes the files by which clients find a cluster and identify themselves. */
public final class Kubeconfig {
  private Kubeconfig() {}

  /** The text of a kubeconfig; all arguments are put in as they are. */
  public static String of(String url, String authority, String namespace, String token) {
    var encoded = Base64.getEncoder().encodeToString(authority.getBytes(StandardCharsets.UTF_8));
    return """
        apiVersion: v1
        kind: Config
        clusters:
        - name: muster-dev
          cluster:
            server: %s
            certificate-authority-data: %s
        users:
        - name: muster-dev
          user:
            token: %s
        contexts:
        - name: muster-dev
          context:
            cluster: muster-dev
            namespace: %s
            user: muster-dev
        current-context: muster-dev
        """
        .formatted(url, encoded, token, namespace);
  }
}
