package dev.muster.operator.events;

/**
 * Something worth telling about an object.
 *
 * @param type whether it is as it should be
 * @param reason CamelCase, from a constant
 * @param message for people
 */
public record Notice(Type type, String reason, String message) {
  /** Whether something is as it should be. */
  public enum Type {
    /** As it should be. */
    Normal,
    /** Worth a look. */
    Warning
  }

  /** The longest message that the API takes. */
  private static final int LONGEST_MESSAGE = 1024;

  public Notice {
    message = message.length() > LONGEST_MESSAGE ? message.substring(0, LONGEST_MESSAGE) : message;
  }

  /** Something as it should be. */
  public static Notice normal(String reason, String message) {
    return new Notice(Type.Normal, reason, message);
  }

  /** Something worth a look. */
  public static Notice warning(String reason, String message) {
    return new Notice(Type.Warning, reason, message);
  }
}
