package dev.hearth.gateway.environment;

import dev.hearth.gateway.dispatch.Environment;
import dev.hearth.gateway.listen.Strangers;
import dev.hearth.gateway.memory.AddressBlock;
import dev.hearth.gateway.memory.Holding;
import dev.hearth.gateway.memory.Purpose;
import dev.hearth.gateway.memory.SharedBudget;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.Optional;

/**
 * Counts the connections of a server and closes those that are too many: of one address, of one environment, of one account's
 * environments, or in all. Those that have not proven yet whose they are have a half.
 */
@Sharable
final class Arrivals extends ChannelInboundHandlerAdapter {
    /** Connections that an address or an account may have as long as there is room; a few per pod are usual. */
    private static final int FLOOR = 64;

    private final SharedBudget all;
    private final Strangers<Channel> strangers;
    private final ConnectionsPerEnvironment counts = new ConnectionsPerEnvironment();

    Arrivals(int maxConnections) {
        all = new SharedBudget(maxConnections, 0, FLOOR);
        strangers = new Strangers<>(maxConnections / 2);
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        Channel channel = context.channel();
        String address = AddressBlock.of(channel.remoteAddress());
        Holding place = new Holding(all.share(address), Purpose.FINISH);
        if (!place.grow(1).isGranted()) {
            context.close();
            return;
        }
        channel.closeFuture().addListener(_ -> {
            strangers.remove(address, channel);
            place.close();
        });
        strangers.add(address, channel).ifPresent(Arrivals::close);
        context.pipeline().get(EnvironmentIdentity.class).begin(context, environment -> {
            strangers.remove(address, channel);
            return refused(environment, channel, place);
        });
        context.fireChannelActive();
    }

    /** Why a connection cannot stay, now that it is known whose it is. */
    private Optional<String> refused(Environment environment, Channel channel, Holding place) {
        if (!counts.take(environment, channel)) {
            return Optional.of("more than " + ConnectionsPerEnvironment.MOST + " connections of one environment");
        }
        String account = environment.revision().function().accountId();
        return place.moveTo(all.share("account " + account)).isGranted()
                ? Optional.empty()
                : Optional.of("the environments of account " + account + " have their share of connections");
    }

    @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for its end
    private static void close(Channel channel) {
        channel.close();
    }
}
