package dev.muster.runtime.cluster;

import dev.muster.api.v1alpha1.Match;
import dev.muster.runtime.loop.ClusterCommands;
import dev.muster.runtime.loop.MatchFailure;
import dev.muster.runtime.ticket.Assignment;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the loop what becomes of each Match, once and in order: assigned, then ended; or failed.
 */
final class MatchFollower {
  private static final Logger LOG = LoggerFactory.getLogger(MatchFollower.class);

  private final ClusterCommands loop;
  private final Scheduler scheduler;
  private final ReleaseMarker marker;
  private final Consumer<String> backfillFailed;
  private final Map<String, Followed> followed = new HashMap<>();

  private enum Step {
    /** The API server does not have it yet. */
    ORDERED,
    /** It gets a server. */
    STARTING,
    /** Players were told. */
    ASSIGNED,
    /** The loop has heard the last of it. */
    DONE
  }

  private static final class Followed {
    private final Optional<String> backfill;
    private Step step;

    Followed(Optional<String> backfill, Step step) {
      this.backfill = backfill;
      this.step = step;
    }
  }

  /**
   * A follower that follows nothing yet.
   *
   * @param backfillFailed is told the name of a Backfill whose Match failed
   */
  MatchFollower(
      ClusterCommands loop,
      Scheduler scheduler,
      ReleaseMarker marker,
      Consumer<String> backfillFailed) {
    this.loop = loop;
    this.scheduler = scheduler;
    this.marker = marker;
    this.backfillFailed = backfillFailed;
  }

  /** A Match is going to be created. */
  void ordered(Match match) {
    followed.putIfAbsent(name(match), new Followed(backfill(match), Step.ORDERED));
  }

  /** A Match was made by an earlier run of this process, and the loop knows it. */
  void recovered(Match match) {
    followed.putIfAbsent(name(match), new Followed(backfill(match), Step.STARTING));
  }

  /** A Match that does not concern the loop, whatever becomes of it. */
  void ignored(Match match) {
    followed.putIfAbsent(name(match), new Followed(backfill(match), Step.DONE));
  }

  /** Whether a Match of that name was told of above. */
  boolean follows(String match) {
    return followed.containsKey(match);
  }

  /** A Match exists now. */
  void created(Match match) {
    var one = followed.get(name(match));
    if (one != null && one.step == Step.ORDERED) {
      one.step = Step.STARTING;
    }
  }

  /** A Match does not exist and will not. */
  void refused(Match match, MatchFailure failure) {
    var one = followed.remove(name(match));
    if (one != null && one.step == Step.ORDERED) {
      fail(name(match), one, failure, false);
    }
  }

  /** A followed Match as it is now. */
  void seen(Match match) {
    var one = followed.get(name(match));
    if (one == null || one.step == Step.DONE) {
      return;
    }
    if (one.step == Step.ORDERED) {
      one.step = Step.STARTING;
    }
    var progress = MatchProgress.of(match);
    if (progress instanceof MatchProgress.Assigned assigned) {
      assign(name(match), one, assigned.assignment());
    } else if (progress instanceof MatchProgress.Completed completed) {
      end(name(match), one, completed.assignment());
    } else if (progress instanceof MatchProgress.Failed failed) {
      fail(name(match), one, failed.failure(), !failed.released());
    }
  }

  /**
   * A Match no longer exists.
   *
   * @param last as it was when it was last seen
   */
  void gone(Match last) {
    seen(last);
    gone(name(last));
  }

  /** A Match no longer exists, and nobody has seen it. */
  void gone(String name) {
    var one = followed.remove(name);
    if (one == null) {
      return;
    }
    if (one.step == Step.ASSIGNED) {
      end(name, one, Optional.empty());
    } else if (one.step != Step.DONE) {
      fail(name, one, deleted(), false);
    }
  }

  /** The Matches that the API server has taken and that are not over. */
  List<String> underWay() {
    return followed.entrySet().stream()
        .filter(one -> one.getValue().step == Step.STARTING || one.getValue().step == Step.ASSIGNED)
        .map(Map.Entry::getKey)
        .toList();
  }

  private void assign(String name, Followed one, Assignment assignment) {
    if (one.step != Step.ASSIGNED) {
      one.step = Step.ASSIGNED;
      tell(name, loop.assigned(name, assignment));
    }
  }

  private void end(String name, Followed one, Optional<Assignment> assignment) {
    if (one.step != Step.ASSIGNED && assignment.isEmpty()) {
      fail(name, one, ended(), true);
      return;
    }
    assignment.ifPresent(known -> assign(name, one, known));
    one.step = Step.DONE;
    tell(name, loop.ended(name));
  }

  private void fail(String name, Followed one, MatchFailure failure, boolean exists) {
    one.step = Step.DONE;
    LOG.atInfo()
        .addKeyValue("match", name)
        .addKeyValue("reason", failure.reason())
        .addKeyValue("cause", failure.message())
        .log("A match failed");
    scheduler.then(
        tell(name, loop.failed(name, failure)),
        done -> {
          if (exists) {
            marker.mark(name);
          }
          one.backfill.ifPresent(backfillFailed);
        });
  }

  private static MatchFailure deleted() {
    return new MatchFailure("Deleted", "the match was deleted before it had a game server", true);
  }

  private static MatchFailure ended() {
    return new MatchFailure("Ended", "the match ended before its address was known", true);
  }

  private static CompletionStage<Void> tell(String name, CompletionStage<Void> told) {
    return told.whenComplete(
        (done, problem) -> {
          if (problem != null) {
            LOG.atWarn()
                .addKeyValue("match", name)
                .addKeyValue("cause", problem.toString())
                .log("The loop did not hear what became of a match");
          }
        });
  }

  private static Optional<String> backfill(Match match) {
    return Optional.ofNullable(match.getSpec()).map(spec -> spec.backfill());
  }

  private static String name(Match match) {
    return match.getMetadata().getName();
  }
}
