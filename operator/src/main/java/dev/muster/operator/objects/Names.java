package dev.muster.operator.objects;

import dev.muster.api.v1alpha1.Api;
import dev.muster.api.v1alpha1.MatchmakerSpec;
import java.util.regex.Pattern;

/** The names of objects that the operator makes or looks for. */
public final class Names {
  /** The field manager of all that the operator applies. */
  public static final String FIELD_MANAGER = "muster-operator";

  /** The service account of game servers whose template names none. */
  public static final String GAME_SERVER_ACCOUNT = "muster-gameserver";

  /** The key in {@link #keys} with which the tokens of game servers are made. */
  public static final String SERVER_KEY = "server";

  /** The key in {@link #tokens} of the token that the operator makes. */
  public static final String CLIENT_TOKEN = "client";

  private static final Pattern OBJECT = Pattern.compile(Api.OBJECT_NAME_PATTERN);

  private Names() {}

  /**
   * Whether an object can have this name. Not every stored one can: a release before this one let
   * any text pass where another object is named.
   */
  public static boolean isPossible(String name) {
    return OBJECT.matcher(name).matches();
  }

  /** The service account, Role and RoleBinding of a Matchmaker's runtime. */
  public static String runtime(String matchmaker) {
    return matchmaker + "-runtime";
  }

  /** The Secret with the keys of a Matchmaker. */
  public static String keys(String matchmaker) {
    return matchmaker + "-keys";
  }

  /** The Secret with the tokens of a Matchmaker that names none. */
  public static String tokens(String matchmaker) {
    return matchmaker + "-tokens";
  }

  /** The Secret with the tokens of a Matchmaker. */
  public static String tokens(String matchmaker, MatchmakerSpec spec) {
    return spec == null || spec.tokensSecretName() == null
        ? tokens(matchmaker)
        : spec.tokensSecretName();
  }

  /** The pod of an attempt to start a match. */
  public static String pod(String match, int attempt) {
    return match + "-" + attempt;
  }
}
