package dev.hearth.e2e.cluster;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A program that attacks until its input ends, then prints what came of it: apart from the test, so it can be given little processor. */
final class Attackers {
    /** The first line that it prints; what came of the attacks is the second. */
    static final String BEGUN = "attacking";

    /** How long after its end an attack may still hit for the first time: on a busy machine they are what has to wait. */
    private static final Duration OVERTIME = Duration.ofMinutes(4);

    private static final ObjectMapper JSON = new ObjectMapper();

    private Attackers() {}

    /** @param arguments an {@link AttackPlan} as JSON */
    public static void main(String[] arguments) throws Exception {
        AttackPlan plan = JSON.readValue(arguments[0], AttackPlan.class);
        try (ApiServerAttacks objects = new ApiServerAttacks(plan);
                CodeAttacks code = CodeAttacks.open(plan, objects)) {
            List<Attack> all = Stream.of(
                            new InvocationAttacks(plan).all(),
                            objects.all(),
                            code.all(),
                            new StrangerAttacks(plan.connections()).all())
                    .flatMap(List::stream)
                    .toList();
            System.out.println(JSON.writeValueAsString(attackUntilToldToEnd(all, plan.factor())));
        }
    }

    private static List<Tally> attackUntilToldToEnd(List<Attack> attacks, double factor)
            throws IOException, InterruptedException {
        List<Assault> running = new ArrayList<>();
        attacks.forEach(attack -> running.add(new Assault(attack, factor)));
        System.out.println(BEGUN);
        while (System.in.read() >= 0) {
            // only the end counts
        }
        awaitFirstHits(running);
        List<Tally> tallies = running.stream().map(Assault::tally).toList();
        for (Assault each : running) {
            each.close();
        }
        return tallies;
    }

    private static void awaitFirstHits(List<Assault> running) throws InterruptedException {
        long end = System.nanoTime() + OVERTIME.toNanos();
        while (System.nanoTime() - end < 0
                && running.stream().anyMatch(each -> each.tally().hits() == 0)) {
            Thread.sleep(200);
        }
    }
}
