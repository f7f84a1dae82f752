package dev.hearth.gateway.queue.jetstream;

import dev.hearth.gateway.catalog.FunctionId;
import io.nats.client.api.DiscardPolicy;
import io.nats.client.api.RetentionPolicy;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One of the streams that events are in. A server writes the messages of a stream one after the other, each forced to the disk by itself;
 * several streams are written beside each other.
 *
 * @param prefix what the names of all begin with
 * @param number from 0
 */
record Lane(String prefix, int number) {
    static final int COUNT = 4;
    /** The part that a function's events are in, never to change: gateways can share the lanes later without moving an event. */
    private static final int SHARDS = 16;
    /** Events are accepted up to a lane's share; what is noted of them and what became of them has this beyond it. */
    private static final double RESERVE = 1.25;

    static List<Lane> all(String prefix) {
        return IntStream.range(0, COUNT)
                .mapToObj(number -> new Lane(prefix, number))
                .toList();
    }

    /** Where an event belongs: {@code <prefix>.<lane>.<shard>.<request id>}. */
    static String subject(String prefix, FunctionId function, String requestId) {
        int shard = Math.floorMod((function.accountId() + "/" + function.name()).hashCode(), SHARDS);
        return new Lane(prefix, Math.floorMod(requestId.hashCode(), COUNT)).subjects() + "." + shard + "." + requestId;
    }

    /** The lane of a subject. */
    static Lane of(String subject) {
        String[] parts = subject.split("\\.", 3);
        return new Lane(parts[0], Integer.parseInt(parts[1]));
    }

    String stream() {
        return prefix + "-" + number;
    }

    /** What its subjects begin with. */
    String subjects() {
        return prefix + "." + number;
    }

    /** Its stream as it must be. */
    StreamConfiguration configuration(JetStreamSettings settings) {
        return StreamConfiguration.builder()
                .name(stream())
                .description("Events of asynchronous invocations that Hearth has accepted")
                .subjects(subjects() + ".>")
                .storageType(StorageType.File)
                .retentionPolicy(RetentionPolicy.Limits)
                .discardPolicy(DiscardPolicy.New)
                .maxMessagesPerSubject(1)
                .maxBytes((long) (settings.maxBytes() * RESERVE / COUNT))
                .replicas(settings.replicas())
                .allowDirect(false) // a replica that is behind would not know what its leader has said is safe
                .build();
    }
}
