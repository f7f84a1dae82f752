package dev.hearth.gateway.invoke;

import dev.hearth.fuzz.Finding;
import dev.hearth.fuzz.Parts;
import dev.hearth.fuzz.Target;
import dev.hearth.gateway.memory.GatewayMemory;

/**
 * Connections of callers, who may send anything in any pieces while their rights are found out and their invocations run: nothing throws,
 * every whole request is answered once and in order, answers are whole, and no byte of memory and no place of a connection is lost.
 */
public final class CallerTarget implements Target {
    private static final long MEMORY = 1 << 20;

    private final FailedConnections failed = new FailedConnections();

    @Override
    public void check(byte[] input) {
        Parts parts = new Parts(input);
        GatewayMemory memory = GatewayMemory.of(MEMORY);
        Callee callee = new Callee(parts.number());
        Connections connections = new Connections(10);
        WiredChannel channel = new WiredChannel(callee.front(memory, connections));
        while (parts.hasMore()) {
            int then = parts.number();
            channel.receive(parts.bytes());
            if (then % 2 == 1 || !channel.config().isAutoRead()) {
                channel.settle(callee);
            }
            if (then == 2) {
                channel.halfClose();
            }
        }
        channel.settle(callee);
        channel.answers().check(channel.isServed());
        channel.finishAndReleaseAll();
        channel.settle(callee);
        Finding.unlessEqual(memory.accounts().held(), 0L, "bytes of accounts that are lost");
        Finding.unlessEqual(memory.unproven().held(), 0L, "bytes of the unproven that are lost");
        Finding.unlessEqual(connections.size(), 0, "connections that are lost");
        failed.check();
    }
}
