package dev.muster.devcluster.auth;

import java.util.List;

/** Who makes a request. */
public record User(String name, String uid, List<String> groups) {
  /** Whoever shows no token. */
  public static final User ANONYMOUS =
      new User("system:anonymous", "", List.of("system:unauthenticated"));

  /** Whoever shows the token of the kubeconfig. */
  public static final User ADMIN =
      new User("kubernetes-admin", "", List.of("system:masters", "system:authenticated"));

  /** A service account. */
  public static User serviceAccount(String namespace, String name, String uid) {
    return new User(
        "system:serviceaccount:" + namespace + ":" + name,
        uid,
        List.of(
            "system:serviceaccounts",
            "system:serviceaccounts:" + namespace,
            "system:authenticated"));
  }
}
