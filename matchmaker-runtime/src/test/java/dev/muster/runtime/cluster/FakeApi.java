package dev.muster.runtime.cluster;

import dev.muster.api.v1alpha1.Backfill;
import dev.muster.api.v1alpha1.Match;
import dev.muster.api.v1alpha1.QueueStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * An API server in memory. It keeps what it takes, records every request, and can be away, refuse,
 * lose its answers or leave requests open.
 */
final class FakeApi implements ClusterApi {
  final List<String> requests = new ArrayList<>();
  final Map<String, Match> matches = new HashMap<>();
  final Map<String, String> revisions = new HashMap<>();
  final Map<String, QueueStatus> queues = new HashMap<>();
  final Map<String, Backfill> backfills = new HashMap<>();
  final List<Runnable> open = new ArrayList<>();

  /** What every request is answered with; null to do what is asked. */
  Reply always;

  boolean losesAnswers;
  boolean leavesOpen;

  static Reply refusal(int code) {
    return new Reply(code, "refused with " + code, Duration.ZERO);
  }

  @Override
  public CompletionStage<Reply> create(Match match) {
    var name = match.getMetadata().getName();
    return answer(
        "create " + name,
        () -> matches.putIfAbsent(name, match) == null ? ok("{}", 201) : refusal(409));
  }

  @Override
  public CompletionStage<Reply> match(String name) {
    return answer(
        "match " + name,
        () ->
            matches.containsKey(name)
                ? ok(
                    "{\"spec\":{\"matchId\":\"" + matches.get(name).getSpec().matchId() + "\"}}",
                    200)
                : refusal(404));
  }

  @Override
  public CompletionStage<Reply> markReleased(String match) {
    return answer("released " + match, () -> ok("{}", 200));
  }

  @Override
  public CompletionStage<Reply> markStopped(String match) {
    return answer("stopped " + match, () -> ok("{}", 200));
  }

  @Override
  public CompletionStage<Reply> create(Backfill backfill) {
    var name = backfill.getMetadata().getName();
    return answer(
        "create backfill",
        () -> backfills.putIfAbsent(name, backfill) == null ? ok("{}", 201) : refusal(409));
  }

  @Override
  public CompletionStage<Reply> backfill(String name) {
    return answer(
        "backfill " + name, () -> backfills.containsKey(name) ? ok("{}", 200) : refusal(404));
  }

  @Override
  public CompletionStage<Reply> deleteBackfill(String name) {
    return answer(
        "delete backfill " + name,
        () -> backfills.remove(name) == null ? refusal(404) : ok("{}", 200));
  }

  @Override
  public CompletionStage<Reply> revision(String name) {
    return answer(
        "revision " + name,
        () -> revisions.containsKey(name) ? ok(revisions.get(name), 200) : refusal(404));
  }

  @Override
  public CompletionStage<Reply> applyQueue(String profile, QueueStatus queue) {
    return answer(
        "queue " + profile + " " + queue.revision() + " " + queue.waiting(),
        () -> {
          queues.put(profile, queue);
          return ok("{}", 200);
        });
  }

  private CompletionStage<Reply> answer(String request, Supplier<Reply> work) {
    requests.add(request);
    if (always != null) {
      return CompletableFuture.completedFuture(always);
    }
    var reply = new CompletableFuture<Reply>();
    Runnable complete =
        () -> {
          var done = work.get();
          reply.complete(losesAnswers ? Reply.unreachable("connection reset") : done);
        };
    if (leavesOpen) {
      open.add(complete);
    } else {
      complete.run();
    }
    return reply;
  }

  private static Reply ok(String body, int code) {
    return new Reply(code, body, Duration.ZERO);
  }
}
