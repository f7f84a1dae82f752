package dev.hearth.e2e.cluster;

import dev.hearth.e2e.Lambda;
import dev.hearth.e2e.Trust;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** What somebody can do who may invoke functions of one namespace. */
final class InvocationAttacks {
    private static final Set<String> INVOKED = Set.of("200");
    private static final String EVENT = "\"" + "x".repeat(1_000_000) + "\"";

    private final AttackPlan plan;
    private final RawConnections gateway;
    private final Lambda lambda;

    InvocationAttacks(AttackPlan plan) {
        this.plan = plan;
        gateway = plan.connections();
        lambda = new Lambda(plan.gateway(), Trust.of(plan.authority()).client(), Optional.of(plan.token()));
    }

    List<Attack> all() {
        return List.of(
                new Attack("answers of 6 MB that nobody reads", 5, INVOKED, this::unreadAnswers),
                new Attack("a log without end", 0.2, INVOKED, this::logs),
                new Attack("asynchronous events of 1 MB", 2, Set.of("202"), this::events),
                new Attack("a caller who asks for every account's functions", 10, Set.of("403"), this::names));
    }

    private String unreadAnswers() throws IOException, InterruptedException {
        return gateway.unread(socket -> socket.getOutputStream()
                .write(StrangerAttacks.ascii("POST /2015-03-31/functions/large/invocations HTTP/1.1\r\nHost: x\r\n"
                        + "Authorization: Bearer " + plan.token() + "\r\nContent-Length: 7\r\n\r\n6000000")));
    }

    private String logs() throws IOException, InterruptedException {
        return Integer.toString(lambda.invoke("flood", "{\"mb\":20}").status());
    }

    private String events() throws IOException, InterruptedException {
        return Integer.toString(lambda.event("reflected", EVENT));
    }

    private String names() throws IOException, InterruptedException {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        String arn = "arn:aws:lambda:us-east-1:%012d:function:f%d"
                .formatted(random.nextLong(1_000_000_000_000L), random.nextInt(1_000));
        return Integer.toString(lambda.invoke(arn, "{}").status());
    }
}
