package dev.muster.devcluster.kinds;

import java.util.List;

/** The printer columns of scale subresources. */
public final class ScaleColumns {
  /** All of them. */
  public static final List<Column> ALL =
      List.of(
          Columns.NAME,
          Columns.number("Desired", o -> o.path("spec").path("replicas").asInt()),
          Columns.number("Available", o -> o.path("status").path("replicas").asInt()),
          Columns.AGE);

  private ScaleColumns() {}
}
