package dev.muster.devcluster.auth;

import java.time.Duration;

/** Issues tokens with which a service account may talk to the API. */
public interface TokenIssuer {

  /**
   * A new bearer token of a service account.
   *
   * @param validity how long the API takes it; at least ten minutes
   */
  String issue(String namespace, String serviceAccount, Duration validity);
}
