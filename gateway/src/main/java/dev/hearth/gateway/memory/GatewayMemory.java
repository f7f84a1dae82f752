package dev.hearth.gateway.memory;

/**
 * What a gateway holds for others, in bytes.
 *
 * @param accounts requests, results and events, by account
 * @param unproven requests whose sender is not known yet, by address
 */
public record GatewayMemory(SharedBudget accounts, SharedBudget unproven) {
    /** Lambda's largest payload and what surrounds it. */
    public static final long LARGEST_MESSAGE = 8L * 1024 * 1024;

    private static final int UNPROVEN_PART = 4;

    /** So many addresses must come together to keep a newcomer out; one alone may send the largest message. */
    private static final int MANY_ADDRESSES = 64;

    /** A quarter of the heap for accounts and a sixteenth for the unproven: what is held is at times there twice, on the heap and as Netty's copy. */
    public static GatewayMemory ofHeap() {
        return of(Runtime.getRuntime().maxMemory() / 4);
    }

    /** @param bytes for accounts */
    public static GatewayMemory of(long bytes) {
        long unproven = Math.max(1_024, bytes / UNPROVEN_PART);
        return new GatewayMemory(
                new SharedBudget(bytes, bytes / 4, Math.min(LARGEST_MESSAGE, bytes / 4)),
                new SharedBudget(unproven, 0, unproven / MANY_ADDRESSES));
    }
}
