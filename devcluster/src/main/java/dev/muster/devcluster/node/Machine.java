package dev.muster.devcluster.node;

import java.lang.management.ManagementFactory;

/** What the machine that this runs on has. */
final class Machine {
  private Machine() {}

  static int processors() {
    return Runtime.getRuntime().availableProcessors();
  }

  static long memoryBytes() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? system.getTotalMemorySize()
        : Runtime.getRuntime().maxMemory();
  }
}
