package dev.muster.testing;

import java.io.PrintStream;
import java.util.Map;
import java.util.TreeMap;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/** Tells at the end of a run which tests were skipped, how many, and for what reason. */
public final class SkippedTests implements TestExecutionListener {
  private final PrintStream out;
  private final Map<String, Map<String, Long>> countsByReason = new TreeMap<>();
  private TestPlan plan;

  /** Tells on standard output. */
  public SkippedTests() {
    this(System.out);
  }

  SkippedTests(PrintStream out) {
    this.out = out;
  }

  @Override
  public void testPlanExecutionStarted(TestPlan started) {
    plan = started;
    countsByReason.clear();
  }

  @Override
  public void executionSkipped(TestIdentifier test, String reason) {
    long tests = plan.getDescendants(test).stream().filter(TestIdentifier::isTest).count();
    // What makes its tests as it runs counts as one.
    add(test, reason, Math.max(1, tests));
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    if (result.getStatus() == TestExecutionResult.Status.ABORTED) {
      add(test, result.getThrowable().map(Throwable::getMessage).orElse("aborted"), 1);
    }
  }

  /** Called by several threads where test classes run side by side. */
  private synchronized void add(TestIdentifier test, String reason, long tests) {
    // JUnit tells its own words first, then those of the test.
    int own = reason.lastIndexOf(" ==> ");
    var words = own < 0 ? reason : reason.substring(own + 5);
    countsByReason
        .computeIfAbsent(words, r -> new TreeMap<>())
        .merge(container(test), tests, Long::sum);
  }

  /** The class of the test. */
  private String container(TestIdentifier test) {
    var found = test;
    while (!found.getUniqueIdObject().getLastSegment().getType().equals("class")) {
      var parent = plan.getParent(found);
      if (parent.isEmpty()) {
        break;
      }
      found = parent.get();
    }
    return found
        .getSource()
        .filter(ClassSource.class::isInstance)
        .map(source -> ((ClassSource) source).getJavaClass().getSimpleName())
        .orElse(found.getDisplayName());
  }

  @Override
  public void testPlanExecutionFinished(TestPlan finished) {
    countsByReason.forEach(
        (reason, counts) -> {
          long tests = counts.values().stream().mapToLong(Long::longValue).sum();
          out.println("SKIPPED " + tests + ": " + reason + " " + counts);
        });
    countsByReason.clear();
  }
}
