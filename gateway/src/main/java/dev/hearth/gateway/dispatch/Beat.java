package dev.hearth.gateway.dispatch;

import dev.hearth.protocol.EnvironmentState;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What an environment says with a control request.
 *
 * @param running request id of what runs
 * @param logTail base64; with the last request before a reset, if something ran
 * @param metricsPort port of this machine on which it serves {@code /metrics}
 */
public record Beat(
        EnvironmentState state, Optional<String> running, Optional<String> logTail, OptionalInt metricsPort) {}
