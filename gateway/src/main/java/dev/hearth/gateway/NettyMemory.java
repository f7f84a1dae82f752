package dev.hearth.gateway;

/**
 * Limit of Netty's memory outside of the heap. Without it Netty takes as much again as the heap is large, which together is
 * more than a container of the chart has. Half of the heap is room for a copy of everything that is held for callers.
 */
final class NettyMemory {
    private static final String LIMIT = "io.netty.maxDirectMemory";

    private NettyMemory() {}

    /** Sets it, before Netty is used, unless the command line does. */
    static void limit() {
        if (System.getProperty(LIMIT) == null) {
            System.setProperty(LIMIT, Long.toString(Runtime.getRuntime().maxMemory() / 2));
        }
    }
}
