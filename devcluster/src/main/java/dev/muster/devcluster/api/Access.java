package dev.muster.devcluster.api;

import dev.muster.devcluster.auth.Account;
import dev.muster.devcluster.auth.Attempt;
import dev.muster.devcluster.auth.Rbac;
import dev.muster.devcluster.auth.Tokens;
import dev.muster.devcluster.auth.User;
import dev.muster.devcluster.json.Json;
import dev.muster.devcluster.kinds.Catalog;
import dev.muster.devcluster.store.Refusal;
import dev.muster.devcluster.store.Resource;
import dev.muster.devcluster.store.StatusException;
import java.util.Locale;
import java.util.regex.Pattern;

/** Finds out who calls, and lets those in who may do what they want. */
final class Access {
  private static final Pattern ONE_NAME = Pattern.compile("metadata\\.name==?([^,!=]+)");
  private static final String AS = "Impersonate-User";
  private static final String IN = "Impersonate-Group";
  private static final String NAMESPACES = "namespaces";

  private final Tokens tokens;
  private final Rbac rbac;
  private final Catalog catalog;

  Access(Tokens tokens, Rbac rbac, Catalog catalog) {
    this.tokens = tokens;
    this.rbac = rbac;
    this.catalog = catalog;
  }

  /**
   * The call with its user, who may make it.
   *
   * @throws StatusException 401 for a token that is nobody's, 403 when the user may not
   */
  Call admitted(Call call) {
    var known = call.as(user(call));
    require(known.user(), attempt(call));
    return known;
  }

  private User user(Call call) {
    var authorization = call.header("Authorization");
    var user =
        authorization.regionMatches(true, 0, "Bearer ", 0, 7)
            ? tokens
                .user(authorization.substring(7).strip())
                .orElseThrow(() -> Refusal.of(401, "Unauthorized", "Unauthorized", null))
            : User.ANONYMOUS;
    var name = call.header(AS);
    if (name.isEmpty()) {
      return user;
    }
    var groups = call.headers().getAll(IN);
    require(user, impersonation(name));
    groups.forEach(group -> require(user, new Attempt("impersonate", "", "groups", "", group, "")));
    return User.impersonated(name, groups);
  }

  private static Attempt impersonation(String name) {
    return Account.of(name)
        .map(
            account ->
                new Attempt(
                    "impersonate", "", "serviceaccounts", account.namespace(), account.name(), ""))
        .orElse(new Attempt("impersonate", "", "users", "", name, ""));
  }

  private Attempt attempt(Call call) {
    var target = Target.at(call.path(), catalog).filter(at -> !at.plural().isEmpty());
    if (target.isEmpty()) {
      return Attempt.at(call.path(), call.method().toLowerCase(Locale.ROOT));
    }
    var at = target.get();
    boolean namespace = at.group().isEmpty() && at.plural().equals(NAMESPACES);
    return new Attempt(
        verb(call, at),
        at.group(),
        at.subresource().isEmpty() ? at.plural() : at.plural() + "/" + at.subresource(),
        namespace ? at.name() : at.namespace(),
        at.isCollection() ? selectedName(call) : at.name(),
        "");
  }

  /** The only object that a list or watch selects. */
  private static String selectedName(Call call) {
    var selector = ONE_NAME.matcher(call.param("fieldSelector"));
    return selector.matches() ? selector.group(1) : "";
  }

  private static String verb(Call call, Target target) {
    return switch (call.method()) {
      case "POST" -> "create";
      case "PUT" -> "update";
      case "PATCH" -> "patch";
      case "DELETE" -> target.isCollection() ? "deletecollection" : "delete";
      default -> !target.isCollection() ? "get" : call.flag("watch") ? "watch" : "list";
    };
  }

  private void require(User user, Attempt attempt) {
    var verdict = rbac.verdict(user, attempt);
    if (verdict.allowed()) {
      return;
    }
    var detail = verdict.reason().isEmpty() ? "" : ": " + verdict.reason();
    var why = "User \"" + user.name() + "\" cannot " + attempt.shown() + detail;
    if (!attempt.path().isEmpty()) {
      throw Refusal.of(403, "Forbidden", "forbidden: " + why, Json.object());
    }
    var plural = attempt.resource().replaceFirst("/.*", "");
    var resource = new Resource(attempt.group(), "", plural, "", true);
    throw Refusal.forbidden(resource, attempt.name(), why);
  }
}
