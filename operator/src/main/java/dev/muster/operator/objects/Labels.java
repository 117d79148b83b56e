package dev.muster.operator.objects;

import dev.muster.api.v1alpha1.Api;
import java.util.LinkedHashMap;
import java.util.Map;

/** The labels of objects that the operator makes. */
public final class Labels {
  /** Label: which program keeps the object. */
  public static final String MANAGED_BY = "app.kubernetes.io/managed-by";

  /** Value of {@link #MANAGED_BY} on all our objects. */
  public static final String MUSTER = "muster";

  /** Label: what part the object plays. */
  public static final String COMPONENT = "app.kubernetes.io/component";

  /** Value of {@link #COMPONENT} on pods that play a match. */
  public static final String GAME_SERVER = "game-server";

  /** Value of {@link #COMPONENT} on everything that belongs to a runtime. */
  public static final String RUNTIME = "matchmaker-runtime";

  /** Label: the name of the application. */
  public static final String NAME = "app.kubernetes.io/name";

  /** Label: which of several applications of that name. */
  public static final String INSTANCE = "app.kubernetes.io/instance";

  /** Label: what the application is a part of. */
  public static final String PART_OF = "app.kubernetes.io/part-of";

  /** Selects the pods that play matches. */
  public static final String GAME_SERVER_SELECTOR =
      MANAGED_BY + "=" + MUSTER + "," + COMPONENT + "=" + GAME_SERVER;

  /** Selects what belongs to a runtime. */
  public static final String RUNTIME_SELECTOR =
      MANAGED_BY + "=" + MUSTER + "," + COMPONENT + "=" + RUNTIME;

  private Labels() {}

  /** The labels of everything that belongs to a Matchmaker's runtime. */
  public static Map<String, String> ofRuntime(String matchmaker) {
    var labels = new LinkedHashMap<>(selectingRuntime(matchmaker));
    labels.put(PART_OF, MUSTER);
    labels.put(MANAGED_BY, MUSTER);
    labels.put(COMPONENT, RUNTIME);
    return labels;
  }

  /** The labels by which a Deployment and a Service know a runtime's pods; they never change. */
  public static Map<String, String> selectingRuntime(String matchmaker) {
    var labels = new LinkedHashMap<String, String>();
    labels.put(NAME, RUNTIME);
    labels.put(INSTANCE, matchmaker);
    labels.put(Api.MATCHMAKER_LABEL, matchmaker);
    return labels;
  }
}
