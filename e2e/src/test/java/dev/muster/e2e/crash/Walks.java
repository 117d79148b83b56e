package dev.muster.e2e.crash;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Many walks, in several lanes at once. */
final class Walks implements AutoCloseable {
  private final List<Lane> lanes = new ArrayList<>();
  private final BlockingQueue<Lane> free = new LinkedBlockingQueue<>();
  private final ExecutorService threads;

  Walks(int count) {
    threads = Executors.newFixedThreadPool(count);
    for (int i = 0; i < count; i++) {
      lanes.add(new Lane());
    }
    free.addAll(lanes);
  }

  /**
   * Every trouble that there can be: the calls are counted in two walks that nothing happens to.
   */
  List<Trouble> planned(Set<Blow> blows) {
    var troubles = new ArrayList<Trouble>();
    var counted = make(Collections.nCopies(2, Optional.empty()), outcome -> {});
    counted.forEach(Walks::needsToBeGood);
    for (var part : Trouble.Part.values()) {
      var sites = new HashSet<CallSite>();
      counted.forEach(outcome -> sites.addAll(outcome.calls(part).sites()));
      sites.stream()
          .sorted(Comparator.comparing(CallSite::call).thenComparing(CallSite::occurrence))
          .forEach(
              site ->
                  EnumSet.copyOf(blows).stream()
                      .filter(blow -> blow.fits(site))
                      .forEach(blow -> troubles.add(new Trouble(part, site, blow))));
    }
    return troubles;
  }

  private static void needsToBeGood(Outcome outcome) {
    if (!outcome.problems().isEmpty()) {
      throw new AssertionError("without any trouble: " + outcome.problems());
    }
  }

  /** Some of all troubles, always the same for one seed. */
  static List<Trouble> sample(List<Trouble> all, int size, long seed) {
    var shuffled = new ArrayList<>(all);
    Collections.shuffle(shuffled, new Random(seed));
    return shuffled.subList(0, Math.min(size, shuffled.size()));
  }

  /** Some of those with such a blow. */
  static List<Trouble> sample(List<Trouble> all, int size, long seed, Predicate<Blow> wanted) {
    return sample(all.stream().filter(trouble -> wanted.test(trouble.blow())).toList(), size, seed);
  }

  /**
   * Makes a walk for each trouble.
   *
   * @param progress told of each walk as soon as it is over
   */
  List<Outcome> make(List<Optional<Trouble>> troubles, Consumer<Outcome> progress) {
    return troubles.stream()
        .map(
            trouble ->
                CompletableFuture.supplyAsync(() -> walk(trouble), threads)
                    .whenComplete(
                        (outcome, problem) -> Optional.ofNullable(outcome).ifPresent(progress)))
        .toList()
        .stream()
        .map(CompletableFuture::join)
        .toList();
  }

  private Outcome walk(Optional<Trouble> trouble) {
    try {
      var lane = free.take();
      try {
        return lane.walk(trouble);
      } finally {
        free.add(lane);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
    lanes.forEach(Lane::close);
  }
}
