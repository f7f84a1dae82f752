package dev.hearth.runtime.conformance;

import dev.hearth.protocol.Assignment;
import dev.hearth.runtime.life.TestEnvironment;

/** Runs cases under Hearth as it is: launcher, JVM and protocol, an environment for each case. */
final class HearthSide {
    private static final String MEMORY_MB = "512";

    private final FunctionFolders folders;

    HearthSide(FunctionFolders folders) {
        this.folders = folders;
    }

    Run run(Case wanted) throws Exception {
        try (TestEnvironment environment = new TestEnvironment(folders.folder(wanted.folder()), assignment(wanted))
                .with("HEARTH_LOG_PREFIX", "")
                .with("HEARTH_MEMORY_MB", MEMORY_MB)
                .start()) {
            environment.attached();
            return new Conversation(wanted, environment).hold();
        }
    }

    private Assignment assignment(Case wanted) {
        return new Assignment(
                FixedContext.FUNCTION_NAME,
                "$LATEST",
                wanted.handler(),
                Integer.parseInt(MEMORY_MB),
                10_000,
                "",
                folders.folder(wanted.folder()).toUri().toString(),
                "Text",
                "",
                "",
                "/aws/lambda/conformance",
                "stream",
                true,
                "");
    }
}
