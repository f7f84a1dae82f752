package dev.hearth.gateway.queue;

/** The queue of simulations keeps the promises of real ones. */
class MemoryQueueTest extends EventQueueContract {
    private final MemoryQueue memory = new MemoryQueue();

    @Override
    protected EventQueue open() {
        return memory.reopened();
    }

    @Override
    protected void crash() {
        memory.close();
    }
}
