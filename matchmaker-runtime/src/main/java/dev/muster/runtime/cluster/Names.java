package dev.muster.runtime.cluster;

/** Names on Kubernetes objects that only the runtime writes. */
final class Names {
  /**
   * Annotation of a failed Match: {@code "true"} once its tickets search again or were cancelled,
   * so that a later start of the runtime leaves it alone.
   */
  static final String RELEASED_ANNOTATION = "muster.dev/released";

  /** Label of a Backfill that a server made over HTTP: {@code "true"}. */
  static final String OVER_HTTP_LABEL = "muster.dev/over-http";

  private Names() {}
}
