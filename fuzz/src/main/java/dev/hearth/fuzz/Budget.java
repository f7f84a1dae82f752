package dev.hearth.fuzz;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/**
 * Time and memory that one input may cost. The CPU time of the thread is counted, not the clock's: a fuzzer runs beside
 * other work.
 *
 * @param cpuMillis CPU time of the parsing thread
 * @param allocatedBytes all that the thread allocates, whether it is still reachable or not
 */
record Budget(long cpuMillis, long allocatedBytes) {
    /** For inputs of up to 64 KiB. */
    static final Budget OF_SMALL_INPUTS = new Budget(2_000, 64L << 20);

    /** The same when every comparison is traced, which costs up to eight times as much. */
    static final Budget OF_TRACED_INPUTS = new Budget(16_000, 512L << 20);

    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** Runs a check within the budget; one that seems to cost too much runs again, since the first may have loaded classes. */
    void check(Target target, byte[] input) throws Exception {
        if (!contains(cost(target, input))) {
            Budget cost = cost(target, input);
            Finding.unless(contains(cost), "costs " + cost + " for an input of " + input.length + " bytes, of " + this);
        }
    }

    private boolean contains(Budget cost) {
        return cost.cpuMillis <= cpuMillis && cost.allocatedBytes <= allocatedBytes;
    }

    private static Budget cost(Target target, byte[] input) throws Exception {
        long allocated = THREADS.getCurrentThreadAllocatedBytes();
        long cpu = THREADS.getCurrentThreadCpuTime();
        target.check(input);
        return new Budget(
                (THREADS.getCurrentThreadCpuTime() - cpu) / NANOS_PER_MILLI,
                THREADS.getCurrentThreadAllocatedBytes() - allocated);
    }
}
