package dev.muster.bench.pool;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.List;

/**
 * What one run took.
 *
 * @param wallNanos from its beginning to its end
 * @param cpuNanos of the thread that ran it
 * @param peakHeapBytes the most that the heap held meanwhile, garbage included
 * @param allocatedBytes what the thread allocated
 */
record Measurement(long wallNanos, long cpuNanos, long peakHeapBytes, long allocatedBytes) {
  private static final com.sun.management.ThreadMXBean THREADS =
      (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** Measures one run, on this thread, in a heap without garbage. */
  static Measurement of(Runnable run) {
    System.gc();
    var pools =
        ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .toList();
    pools.forEach(MemoryPoolMXBean::resetPeakUsage);
    long thread = Thread.currentThread().getId();
    long allocated = THREADS.getThreadAllocatedBytes(thread);
    long cpu = THREADS.getCurrentThreadCpuTime();
    long wall = System.nanoTime();
    run.run();
    long wallNanos = System.nanoTime() - wall;
    long cpuNanos = THREADS.getCurrentThreadCpuTime() - cpu;
    return new Measurement(
        wallNanos,
        cpuNanos,
        pools.stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum(),
        THREADS.getThreadAllocatedBytes(thread) - allocated);
  }

  /** The median of each figure. */
  static Measurement median(List<Measurement> all) {
    return new Measurement(
        median(all.stream().mapToLong(Measurement::wallNanos).sorted().toArray()),
        median(all.stream().mapToLong(Measurement::cpuNanos).sorted().toArray()),
        median(all.stream().mapToLong(Measurement::peakHeapBytes).sorted().toArray()),
        median(all.stream().mapToLong(Measurement::allocatedBytes).sorted().toArray()));
  }

  private static long median(long[] sorted) {
    return sorted[sorted.length / 2];
  }
}
