package dev.muster.runtime.http;

/** What clients are told when the HTTP layer itself refuses a request. */
final class Refusals {
  private Refusals() {}

  static String message(int status) {
    return switch (status) {
      case 401 -> "The Authorization header must hold the matchmaker's token, and nothing else";
      case 404 -> "There is nothing here; GET / lists the API";
      case 405 -> "This method is not supported here";
      case 413 ->
          "The body is too large, at most " + PublicRouter.BODY_LIMIT + " bytes were expected";
      case 414 -> "The request's path is too long";
      case 431 -> "The request's headers are too large";
      default -> "The request cannot be understood";
    };
  }
}
