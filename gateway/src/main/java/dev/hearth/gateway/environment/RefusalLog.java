package dev.hearth.gateway.environment;

import dev.hearth.gateway.catalog.Revision;
import dev.hearth.gateway.log.LogTurns;
import dev.hearth.gateway.memory.AddressBlock;
import io.netty.channel.Channel;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lines about connections that do not get what they ask for: whoever reaches the port can be refused as often as he likes, and a
 * function's code too. Each kind of line comes once a second for an address or for an account. Thread-safe.
 */
final class RefusalLog {
    private static final Logger LOG = LoggerFactory.getLogger(RefusalLog.class);
    /** Of a reason that quotes what was sent, in characters. */
    private static final int MAX_REASON = 256;

    private final LogTurns<String> strangers;
    private final LogTurns<String> unidentified;
    private final LogTurns<String> environments;
    private final LogTurns<String> withoutCode;

    /** @param clock monotonic nanoseconds */
    RefusalLog(LongSupplier clock) {
        strangers = new LogTurns<>(clock);
        unidentified = new LogTurns<>(clock);
        environments = new LogTurns<>(clock);
        withoutCode = new LogTurns<>(clock);
    }

    /** A connection that has not proven whose it is. */
    void stranger(Channel connection, String why) {
        String address = AddressBlock.of(connection.remoteAddress());
        strangers.take(address).ifPresent(before -> refused("address", address, why, before));
    }

    /** A connection of an environment that asks for what it cannot have. */
    void environment(Revision revision, String why) {
        String function = revision.function().name();
        environments
                .take(revision.function().accountId())
                .ifPresent(before -> refused("function", function, why, before));
    }

    private static void refused(String key, String whose, String why, int before) {
        LOG.atWarn()
                .setMessage("environment refused")
                .addKeyValue(key, whose)
                .addKeyValue("why", why.substring(0, Math.min(MAX_REASON, why.length())))
                .addKeyValue("othersBefore", before)
                .log();
    }

    /** A connection of which cannot be found out whose it is. */
    void unidentified(Channel connection, Throwable failure) {
        unidentified
                .take(AddressBlock.of(connection.remoteAddress()))
                .ifPresent(before -> LOG.atError()
                        .setMessage("environment not identified")
                        .addKeyValue("othersBefore", before)
                        .setCause(failure)
                        .log());
    }

    void withoutCode(Revision revision, Throwable why) {
        withoutCode
                .take(revision.function().accountId())
                .ifPresent(before -> LOG.atWarn()
                        .setMessage("an environment cannot have its code; its invocation is answered with 500")
                        .addKeyValue("function", revision.function().name())
                        .addKeyValue("why", why.toString())
                        .addKeyValue("othersBefore", before)
                        .log());
    }
}
