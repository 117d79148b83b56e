package dev.muster.devcluster.auth;

import java.util.List;
import java.util.stream.Stream;

/**
 * Who makes a request.
 *
 * @param credential the id of the token that was shown; empty where it has none
 */
public record User(String name, String uid, List<String> groups, String credential) {
  /** The group of whoever shows a token. */
  static final String AUTHENTICATED = "system:authenticated";

  /** Whoever shows no token. */
  public static final User ANONYMOUS =
      new User("system:anonymous", "", List.of("system:unauthenticated"), "");

  /** Whoever shows the token of the kubeconfig. */
  public static final User ADMIN =
      new User("kubernetes-admin", "", List.of("system:masters", AUTHENTICATED), "");

  /** A service account with a token of this id. */
  public static User serviceAccount(String namespace, String name, String uid, String credential) {
    var account = new Account(namespace, name);
    return new User(account.user(), uid, account.groups(), credential);
  }

  /** Somebody by name, as whom an administrator acts. */
  public static User impersonated(String name, List<String> groups) {
    var account = Account.of(name).filter(known -> groups.isEmpty());
    return new User(name, "", account.map(Account::groups).orElse(named(name, groups)), "");
  }

  private static List<String> named(String name, List<String> groups) {
    if (groups.isEmpty() && name.equals(ANONYMOUS.name())) {
      return ANONYMOUS.groups();
    }
    return groups.containsAll(ANONYMOUS.groups())
        ? groups
        : Stream.concat(groups.stream(), Stream.of(AUTHENTICATED)).distinct().toList();
  }
}
