package dev.muster.devcluster.auth;

import java.util.List;
import java.util.stream.Stream;

/**
 * Who makes a request.
 *
 * @param credential the id of the token that was shown; empty where it has none
 */
public record User(String name, String uid, List<String> groups, String credential) {
  private static final String ACCOUNT = "system:serviceaccount:";
  private static final String AUTHENTICATED = "system:authenticated";

  /** Whoever shows no token. */
  public static final User ANONYMOUS =
      new User("system:anonymous", "", List.of("system:unauthenticated"), "");

  /** Whoever shows the token of the kubeconfig. */
  public static final User ADMIN =
      new User("kubernetes-admin", "", List.of("system:masters", AUTHENTICATED), "");

  /** A service account with a token of this id. */
  public static User serviceAccount(String namespace, String name, String uid, String credential) {
    return new User(accountName(namespace, name), uid, accountGroups(namespace), credential);
  }

  /** Somebody by name, as whom an administrator acts. */
  public static User impersonated(String name, List<String> groups) {
    var words = name.split(":", -1);
    var given =
        groups.isEmpty() && name.startsWith(ACCOUNT) && words.length == 4
            ? accountGroups(words[2])
            : named(name, groups);
    return new User(name, "", given, "");
  }

  private static List<String> named(String name, List<String> groups) {
    if (groups.isEmpty() && name.equals(ANONYMOUS.name())) {
      return ANONYMOUS.groups();
    }
    return groups.containsAll(ANONYMOUS.groups())
        ? groups
        : Stream.concat(groups.stream(), Stream.of(AUTHENTICATED)).distinct().toList();
  }

  /** The user name of a service account. */
  static String accountName(String namespace, String name) {
    return ACCOUNT + namespace + ":" + name;
  }

  private static List<String> accountGroups(String namespace) {
    return List.of("system:serviceaccounts", "system:serviceaccounts:" + namespace, AUTHENTICATED);
  }
}
