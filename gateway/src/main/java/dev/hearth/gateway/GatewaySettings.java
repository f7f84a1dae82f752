package dev.hearth.gateway;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a gateway on one machine is run.
 *
 * @param host address to listen on; one that is not loopback needs a token or {@code open}
 * @param port 0 to 65535; 0 takes a free one
 * @param accountConcurrency concurrent executions of each account, at least 1
 * @param keepAlive how long an environment may be idle before it is retired
 * @param token what callers must show; empty: they need none
 * @param open whether everyone who reaches the host may invoke
 * @param logFormat {@code text} or {@code json}
 * @param runtimeHome the environment's launcher, {@code hearth-runtime.jar} and {@code lib/}
 * @param cache folder for unpacked code and other things that can be made anew
 * @param events folder of accepted events that are not done with
 * @param eventBytes what that folder may hold before no more events are accepted
 * @param eventRetryWait wait after an event's first error; Lambda: a minute
 * @param secrets folder of credentials for destinations: a folder for each Secret, in it a file for each entry
 * @param aotCache the runtime's AOT cache; empty: cold starts are several times slower
 * @param region in ARNs
 * @param accountId 12 digits: whose functions bare names mean
 * @param projects folders that are served: functions see them, also below the machine's {@code /tmp}
 */
public record GatewaySettings(
        String host,
        int port,
        int accountConcurrency,
        Duration keepAlive,
        Optional<String> token,
        boolean open,
        String logFormat,
        Path runtimeHome,
        Path cache,
        Path events,
        long eventBytes,
        Duration eventRetryWait,
        Path secrets,
        Optional<Path> aotCache,
        String region,
        String accountId,
        List<Path> projects) {
    public GatewaySettings {
        projects = List.copyOf(projects);
    }
}
