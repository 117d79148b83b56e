package dev.muster.runtime.http;

import dev.muster.runtime.stats.Completion;
import dev.muster.runtime.stats.QueueStatistics;
import dev.muster.runtime.stats.Statistics;
import dev.muster.runtime.stats.Waits;
import dev.muster.runtime.ticket.Timestamps;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.OptionalLong;

/** Statistics as players read them. */
final class StatisticsShapes {
  private StatisticsShapes() {}

  static JsonObject all(List<QueueStatistics> queues) {
    var profiles = new JsonObject();
    queues.forEach(queue -> profiles.put(queue.queue(), queue(queue)));
    return new JsonObject()
        .put("window_ms", Statistics.WINDOW.toMillis())
        .put("profiles", profiles);
  }

  private static JsonObject queue(QueueStatistics queue) {
    var last = new JsonArray();
    queue.waits().last().forEach(completion -> last.add(completion(completion)));
    return new JsonObject()
        .put("waiting", queue.waiting())
        .put("oldest_wait_ms", orNull(queue.oldestWaitMillis()))
        .put("waits", waits(queue.waits()))
        .put("completions", last);
  }

  private static JsonObject waits(Waits waits) {
    return new JsonObject()
        .put("count", waits.count())
        .put("p50_ms", orNull(waits.p50Millis()))
        .put("p90_ms", orNull(waits.p90Millis()))
        .put("p99_ms", orNull(waits.p99Millis()));
  }

  private static Long orNull(OptionalLong millis) {
    return millis.isPresent() ? Long.valueOf(millis.getAsLong()) : null;
  }

  private static JsonObject completion(Completion completion) {
    return new JsonObject()
        .put("created_at", Timestamps.text(completion.createdAtMillis()))
        .put("completed_at", Timestamps.text(completion.completedAtMillis()));
  }
}
