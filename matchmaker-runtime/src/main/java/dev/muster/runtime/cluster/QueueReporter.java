package dev.muster.runtime.cluster;

import dev.muster.api.v1alpha1.QueueStatus;
import dev.muster.api.v1alpha1.RuleRefusals;
import dev.muster.engine.RefusalShare;
import dev.muster.runtime.loop.QueueStanding;
import dev.muster.runtime.ticket.Timestamps;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes {@code status.queue} of every profile that is served: at most every 5 s and only what
 * changed, but a new revision at once, since a profile is Ready only then.
 */
final class QueueReporter {
  /** How often it looks. */
  static final Duration LOOK_EVERY = Duration.ofMillis(500);

  private static final Logger LOG = LoggerFactory.getLogger(QueueReporter.class);
  private static final long LEAST_MILLIS_BETWEEN = 5_000;

  private static final QueueStatus NOTHING = new QueueStatus("", null, null, null);

  private final ClusterApi api;
  private final Scheduler scheduler;
  private final Backoff backoff;
  private final Supplier<Map<String, QueueStanding>> standings;
  private final Map<String, Report> reports = new HashMap<>();

  private static final class Report {
    private QueueStatus written = NOTHING;
    private long notBeforeMillis;
    private boolean underWay;
    private int failuresInARow;
  }

  /**
   * Reports nothing yet.
   *
   * @param standings who waits, by profile
   */
  QueueReporter(
      ClusterApi api,
      Scheduler scheduler,
      Backoff backoff,
      Supplier<Map<String, QueueStanding>> standings) {
    this.api = api;
    this.scheduler = scheduler;
    this.backoff = backoff;
    this.standings = standings;
  }

  /** Looks now and from now on. */
  void start() {
    look();
    scheduler.after(LOOK_EVERY, this::start);
  }

  /** Writes what is to be written now. */
  void look() {
    var now = standings.get();
    reports.keySet().retainAll(now.keySet());
    now.forEach((profile, standing) -> report(profile, status(standing)));
  }

  /**
   * What a profile's status says, as it was seen: where it is not what was written, the profile was
   * made anew or somebody else has removed it, and it is written again.
   *
   * @param queue null when the status has none
   */
  void seen(String profile, QueueStatus queue) {
    var report = reports.get(profile);
    if (report != null
        && !report.underWay
        && (queue == null || !report.written.revision().equals(queue.revision()))) {
      report.written = NOTHING;
    }
  }

  private void report(String profile, QueueStatus status) {
    var report = reports.computeIfAbsent(profile, name -> new Report());
    boolean changed = !status.equals(report.written);
    boolean newRevision = !status.revision().equals(report.written.revision());
    boolean due = scheduler.elapsedMillis() >= report.notBeforeMillis;
    if (changed && !report.underWay && (due || (newRevision && report.failuresInARow == 0))) {
      write(profile, report, status);
    }
  }

  private void write(String profile, Report report, QueueStatus status) {
    report.underWay = true;
    report.notBeforeMillis = scheduler.elapsedMillis() + LEAST_MILLIS_BETWEEN;
    scheduler.then(
        api.applyQueue(profile, status),
        reply -> {
          report.underWay = false;
          written(profile, report, status, reply);
        });
  }

  private void written(String profile, Report report, QueueStatus status, Reply reply) {
    if (reply.succeeded()) {
      report.written = status;
      report.failuresInARow = 0;
      return;
    }
    report.failuresInARow++;
    var wait = backoff.after(report.failuresInARow, reply.retryAfter());
    report.notBeforeMillis = scheduler.elapsedMillis() + wait.toMillis();
    LOG.atLevel(
            report.failuresInARow == 1 ? org.slf4j.event.Level.WARN : org.slf4j.event.Level.DEBUG)
        .addKeyValue("profile", profile)
        .addKeyValue("code", reply.code())
        .addKeyValue("cause", reply.body())
        .log("A profile's status.queue cannot be written; trying again");
  }

  private static QueueStatus status(QueueStanding standing) {
    var oldest = standing.standing().oldestSinceMillis();
    return new QueueStatus(
        standing.revision().revision(),
        standing.standing().tickets(),
        oldest.isPresent() ? Timestamps.text(oldest.getAsLong()) : null,
        refusals(standing.refusals()));
  }

  /**
   * In tens of percent: what is coarse changes seldom, so that a queue in which nothing happens is
   * not written again and again, and one that changes anyway is not written more often.
   *
   * @return null when no rule refuses anything worth telling
   */
  private static List<RuleRefusals> refusals(List<RefusalShare> shares) {
    var all =
        shares.stream()
            .map(share -> new RuleRefusals(share.rule(), 10 * tenths(share)))
            .filter(refusals -> refusals.percent() > 0)
            .sorted(
                Comparator.comparing(RuleRefusals::percent)
                    .reversed()
                    .thenComparing(RuleRefusals::rule))
            .toList();
    return all.isEmpty() ? null : all;
  }

  private static int tenths(RefusalShare share) {
    return Math.round(10f * share.refused() / share.pairs());
  }
}
