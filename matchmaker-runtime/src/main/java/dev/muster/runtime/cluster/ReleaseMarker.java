package dev.muster.runtime.cluster;

import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Marks failed Matches whose tickets search again, so that no later start releases them twice. */
final class ReleaseMarker {
  private static final Logger LOG = LoggerFactory.getLogger(ReleaseMarker.class);
  private static final int MOST_REFUSALS = 10;

  private final ClusterApi api;
  private final Repeater repeater;

  ReleaseMarker(ClusterApi api, Repeater repeater) {
    this.api = api;
    this.repeater = repeater;
  }

  /** Marks a Match, or does nothing when it is gone. */
  void mark(String match) {
    repeater.ask(new Marking(match));
  }

  private final class Marking implements Repeater.Question {
    private final String match;
    private int refusals;

    Marking(String match) {
      this.match = match;
    }

    @Override
    public CompletionStage<Reply> send() {
      return api.markReleased(match);
    }

    @Override
    public boolean take(Reply reply, int attempt) {
      if (reply.succeeded() || reply.notFound()) {
        return true;
      }
      if (reply.away() || ++refusals < MOST_REFUSALS) {
        return false;
      }
      LOG.atError()
          .addKeyValue("match", match)
          .addKeyValue("code", reply.code())
          .addKeyValue("cause", reply.body())
          .log("Cannot mark a failed Match; after a restart its tickets would search once more");
      return true;
    }
  }
}
