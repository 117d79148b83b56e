package dev.muster.devcluster.store;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** A refusal, with the {@code Status} object that the API answers for it. */
public final class StatusException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient ObjectNode status;

  /**
   * A refusal with this {@code Status}, which has at least a {@code code} and a {@code message}.
   */
  public StatusException(ObjectNode status) {
    super(status.path("message").asText());
    this.status = status;
  }

  /** The {@code Status} object of the answer. */
  public ObjectNode status() {
    return status.deepCopy();
  }

  /** The HTTP status code, such as 409. */
  public int code() {
    return status.path("code").asInt(500);
  }

  /** The machine-readable reason, such as {@code NotFound}; empty when there is none. */
  public String reason() {
    return status.path("reason").asText();
  }
}
