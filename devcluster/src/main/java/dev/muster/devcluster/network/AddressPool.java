package dev.muster.devcluster.network;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;

/**
 * A range of addresses 127.N.first.1 to 127.N.last.254, each given to one taker at a time. A
 * released address is used again as late as possible, so that what still names its former holder
 * does not reach the next one soon. Safe for use from any thread.
 */
public final class AddressPool {
  private static final int HOSTS = 254;

  private final int network;
  private final int firstThird;
  private final int lastThird;
  private final Set<String> taken = new HashSet<>();
  private final Queue<String> released = new ArrayDeque<>();
  private int fresh;

  AddressPool(int network, int firstThird, int lastThird) {
    this.network = network;
    this.firstThird = firstThird;
    this.lastThird = lastThird;
  }

  /** An address that nobody holds, or empty when all are held. */
  public synchronized Optional<String> take() {
    while (fresh < (lastThird - firstThird + 1) * HOSTS) {
      var address =
          "127." + network + "." + (firstThird + fresh / HOSTS) + "." + (1 + fresh % HOSTS);
      fresh++;
      if (taken.add(address)) {
        return Optional.of(address);
      }
    }
    while (!released.isEmpty()) {
      var address = released.remove();
      if (taken.add(address)) {
        return Optional.of(address);
      }
    }
    return Optional.empty();
  }

  /** Takes this very address; false when it is not of this range or somebody holds it. */
  public synchronized boolean take(String address) {
    return contains(address) && taken.add(address);
  }

  /** Gives an address back; one that nobody holds is ignored. */
  public synchronized void release(String address) {
    if (taken.remove(address)) {
      released.add(address);
    }
  }

  /** Whether the address is of this range. */
  public boolean contains(String address) {
    var parts = address.split("\\.", -1);
    if (parts.length != 4 || !address.startsWith("127." + network + ".")) {
      return false;
    }
    return within(parts[2], firstThird, lastThird) && within(parts[3], 1, HOSTS);
  }

  private static boolean within(String number, int least, int most) {
    return number.matches("[1-9]?[0-9]{1,2}|[12][0-9]{2}")
        && Integer.parseInt(number) >= least
        && Integer.parseInt(number) <= most;
  }
}
