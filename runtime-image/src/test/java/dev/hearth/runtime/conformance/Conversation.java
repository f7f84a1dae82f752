package dev.hearth.runtime.conformance;

import dev.hearth.protocol.EnvironmentHeaders;
import dev.hearth.protocol.EnvironmentPaths;
import dev.hearth.runtime.life.Exchange;
import dev.hearth.runtime.life.TestEnvironment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Gives one environment the events of a case and takes what it answers. */
final class Conversation {
    private static final Pattern PLATFORM_LINES = Pattern.compile("(?m)^(INIT_START|START|END|REPORT) .*\\n");
    private static final String ANDROID =
            Base64.getEncoder().encodeToString(FixedContext.ANDROID_CLIENT.getBytes(StandardCharsets.UTF_8));

    private final Case wanted;
    private final TestEnvironment environment;
    private final List<Answer> answers = new ArrayList<>();
    private boolean ended;

    Conversation(Case wanted, TestEnvironment environment) {
        this.wanted = wanted;
        this.environment = environment;
    }

    Run hold() throws Exception {
        Optional<Exchange> asked = environment.gateway.workOrRestart();
        if (asked.isPresent() && asked.get().path.equals(EnvironmentPaths.INIT_ERROR)) {
            answers.add(answer("init-error", asked.get()));
            ended = true;
            asked.get().reply(200, Map.of(), new byte[0]);
        }
        for (int i = 0; i < wanted.events().size() && !ended; i++) {
            asked = send(asked.orElseThrow(), i);
        }
        while (answers.size() < wanted.events().size()) {
            answers.add(Answer.NONE);
        }
        return new Run(answers, ended, usersLines());
    }

    private Optional<Exchange> send(Exchange asked, int index) throws Exception {
        Case.Event event = wanted.events().get(index);
        asked.invoke(FixedContext.requestId(index), event.payload(), headers(event));
        Optional<Exchange> result = environment.gateway.workOrRestart();
        ended = result.isEmpty() || result.get().header("Connection").equals("close");
        result.ifPresent(
                given -> answers.add(answer(EnvironmentPaths.isResponse(given.path) ? "response" : "error", given)));
        return result;
    }

    private static String[] headers(Case.Event event) {
        List<String> headers = new ArrayList<>(List.of(EnvironmentHeaders.INVOKED_FUNCTION_ARN, FixedContext.ARN));
        if (event.android()) {
            headers.addAll(List.of(EnvironmentHeaders.CLIENT_CONTEXT, ANDROID));
        }
        return headers.toArray(String[]::new);
    }

    private static Answer answer(String kind, Exchange given) {
        return Answer.of(kind, given.header(EnvironmentHeaders.ERROR_TYPE), given.bytes());
    }

    /** The log without the platform's own lines, as one character per byte. */
    private String usersLines() {
        String users = PLATFORM_LINES.matcher(environment.log()).replaceAll("");
        return new String(users.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }
}
