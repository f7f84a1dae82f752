package dev.hearth.e2e;

import org.junit.jupiter.api.parallel.ResourceLock;

/** On one machine. */
@ResourceLock("machine")
class PythonClientsE2E extends PythonClientsContract {
    @Override
    protected Home open() throws Exception {
        return HearthProcess.up(
                HearthProcess.checkout().resolve("e2e/functions/clients"),
                HearthProcess.checkout().resolve("examples/hello").toString());
    }
}
