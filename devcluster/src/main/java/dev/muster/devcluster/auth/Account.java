package dev.muster.devcluster.auth;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** A service account as a user. */
public record Account(String namespace, String name) {
  private static final Pattern USER = Pattern.compile("system:serviceaccount:([^:]+):([^:]+)");

  /** The account whose user has this name; empty for other users. */
  public static Optional<Account> of(String user) {
    var found = USER.matcher(user);
    return found.matches()
        ? Optional.of(new Account(found.group(1), found.group(2)))
        : Optional.empty();
  }

  /** The name of its user. */
  String user() {
    return "system:serviceaccount:" + namespace + ":" + name;
  }

  /** The groups of its user. */
  List<String> groups() {
    return List.of(
        "system:serviceaccounts", "system:serviceaccounts:" + namespace, User.AUTHENTICATED);
  }
}
