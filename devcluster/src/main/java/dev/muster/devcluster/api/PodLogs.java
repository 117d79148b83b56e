package dev.muster.devcluster.api;

import java.io.InputStream;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/** Where the logs of pods come from: whoever runs the pods. */
public interface PodLogs {

  /**
   * The wanted part of a container's log; empty when the pod has no container yet. The stream ends
   * where the log ends now or, when following, when the container has ended; reading may block;
   * closing it from another thread ends a blocked read.
   *
   * @throws dev.muster.devcluster.store.StatusException 404 for a pod that does not exist, 400 for
   *     a container that does not exist, must be named, or still waits
   */
  Optional<InputStream> open(Request request);

  /**
   * Which part of which log.
   *
   * @param container the container, or null when the pod has one only
   * @param follow whether to go on until the container ends
   * @param previous whether the log of the container's instance before the present one is meant
   * @param timestamps whether each line begins with its time, RFC 3339 with nanoseconds
   * @param tailLines the number of last lines to give, at least 0; empty for all
   * @param limitBytes the number of bytes after which to stop, at least 1; empty for no limit
   * @param since give only lines from then on; null for all
   */
  record Request(
      String namespace,
      String pod,
      String container,
      boolean follow,
      boolean previous,
      boolean timestamps,
      OptionalLong tailLines,
      OptionalLong limitBytes,
      Instant since) {}
}
