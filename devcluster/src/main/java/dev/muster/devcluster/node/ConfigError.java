package dev.muster.devcluster.node;

/** A pod asks for something that is not there (yet); the message is what the kubelet says of it. */
final class ConfigError extends Exception {
  private static final long serialVersionUID = 1L;

  ConfigError(String message) {
    super(message);
  }
}
