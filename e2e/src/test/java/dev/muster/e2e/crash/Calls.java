package dev.muster.e2e.crash;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Counts the calls of one part during one walk, and says at which one trouble strikes. */
final class Calls {
  private final Optional<Trouble> trouble;
  private final Map<String, Integer> counted = new TreeMap<>();
  private boolean struck;

  Calls(Optional<Trouble> trouble) {
    this.trouble = trouble;
  }

  /** Counts a call; gives what goes wrong with it. */
  synchronized Optional<Blow> count(String call) {
    var site = new CallSite(call, counted.merge(call, 1, Integer::sum));
    var strikes = trouble.filter(planned -> planned.site().equals(site));
    struck |= strikes.isPresent();
    return strikes.map(Trouble::blow);
  }

  /** Whether the call at which trouble strikes was made. */
  synchronized boolean struck() {
    return struck;
  }

  /** Every call that was made. */
  synchronized Set<CallSite> sites() {
    var sites = new java.util.HashSet<CallSite>();
    counted.forEach(
        (call, times) -> {
          for (int i = 1; i <= times; i++) {
            sites.add(new CallSite(call, i));
          }
        });
    return sites;
  }

  /** How many calls were made. */
  synchronized int total() {
    return counted.values().stream().mapToInt(Integer::intValue).sum();
  }
}
