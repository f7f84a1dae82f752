package dev.hearth.gateway.environment;

import dev.hearth.gateway.memory.AddressBlock;
import dev.hearth.gateway.memory.Holding;
import dev.hearth.gateway.memory.Purpose;
import dev.hearth.gateway.memory.SharedBudget;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * Counts the connections of a server and closes those that are too many, of one address or in all: of any kind, and of those
 * that have not proven yet whose they are, so that strangers leave room for environments.
 */
@Sharable
final class Arrivals extends ChannelInboundHandlerAdapter {
    /** Connections that an address may have as long as there is room; one per pod and process is usual, a few at its start. */
    private static final int FLOOR = 64;

    private final SharedBudget all;
    private final SharedBudget unproven;

    Arrivals(int maxConnections) {
        all = new SharedBudget(maxConnections, 0, FLOOR);
        unproven = new SharedBudget(Math.max(1, maxConnections / 2), 0, FLOOR);
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        String address = AddressBlock.of(context.channel().remoteAddress());
        Holding open = new Holding(all.share(address), Purpose.FINISH);
        Holding stranger = new Holding(unproven.share(address), Purpose.FINISH);
        boolean fits = open.grow(1).isGranted() && stranger.grow(1).isGranted();
        context.channel().closeFuture().addListener(_ -> {
            open.close();
            stranger.close();
        });
        if (fits) {
            context.pipeline().get(EnvironmentIdentity.class).begin(context, stranger::close);
            context.fireChannelActive();
        } else {
            context.close();
        }
    }
}
