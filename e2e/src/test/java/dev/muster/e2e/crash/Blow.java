package dev.muster.e2e.crash;

/** What goes wrong at a call to the API server. */
enum Blow {
  /** The caller dies, and the API server never hears of the call. */
  CRASH_BEFORE,
  /** The API server does as it is told, and the caller dies before it hears so. */
  CRASH_AFTER,
  /** The API server answers 409. */
  CONFLICT,
  /** The API server answers 500, and has done nothing. */
  ERROR,
  /** The API server answers 500, though it has done as it was told. */
  ERROR_AFTER,
  /** The API server answers 429 with Retry-After. */
  TOO_MANY_REQUESTS,
  /** The API server never answers. */
  HANG,
  /** All watches of the caller end before the call. */
  DROPPED_WATCHES,
  /** The same, and the API server no longer knows where they were: it answers 410 Expired. */
  EXPIRED_WATCHES;

  boolean isCrash() {
    return this == CRASH_BEFORE || this == CRASH_AFTER;
  }

  /** Whether it can happen at a call. */
  boolean fits(CallSite site) {
    return this != CONFLICT || site.isWrite();
  }
}
