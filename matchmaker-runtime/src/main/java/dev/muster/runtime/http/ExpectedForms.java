package dev.muster.runtime.http;

import dev.muster.engine.CountedValue;
import dev.muster.runtime.loop.Loop;
import dev.muster.runtime.loop.QueueRevision;
import dev.muster.runtime.loop.QueueStanding;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Knows for each request what the rules that are served now expect of attributes. */
final class ExpectedForms implements Handler<RoutingContext> {
  private static final String KEY = "expectedForms";

  private final Loop loop;

  ExpectedForms(Loop loop) {
    this.loop = loop;
  }

  @Override
  public void handle(RoutingContext request) {
    request.put(KEY, this);
    request.next();
  }

  /** What is expected of a request. */
  static ExpectedForms of(RoutingContext request) {
    return request.get(KEY);
  }

  /**
   * What the first of some queues with a rule on an attribute expects of it, for example {@code a
   * number}; empty when none of them has one.
   */
  Optional<String> of(List<String> queues, String attribute) {
    return queues.stream()
        .flatMap(this::revisions)
        .flatMap(revision -> revision.profile().initial().onAttribute(attribute).stream())
        .findFirst()
        .map(CountedValue::expectedForm);
  }

  private Stream<QueueRevision> revisions(String queue) {
    return loop.standings().values().stream()
        .map(QueueStanding::revision)
        .filter(revision -> revision.queue().equals(queue));
  }
}
