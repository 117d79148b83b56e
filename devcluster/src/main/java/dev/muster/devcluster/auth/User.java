package dev.muster.devcluster.auth;

import java.util.List;

/**
 * Who makes a request.
 *
 * @param credential the id of the token that was shown; empty where it has none
 */
public record User(String name, String uid, List<String> groups, String credential) {
  /** Whoever shows no token. */
  public static final User ANONYMOUS =
      new User("system:anonymous", "", List.of("system:unauthenticated"), "");

  /** Whoever shows the token of the kubeconfig. */
  public static final User ADMIN =
      new User("kubernetes-admin", "", List.of("system:masters", "system:authenticated"), "");

  /** A service account with a token of this id. */
  public static User serviceAccount(String namespace, String name, String uid, String credential) {
    return new User(
        "system:serviceaccount:" + namespace + ":" + name,
        uid,
        List.of(
            "system:serviceaccounts",
            "system:serviceaccounts:" + namespace,
            "system:authenticated"),
        credential);
  }
}
