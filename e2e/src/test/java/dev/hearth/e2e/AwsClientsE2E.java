package dev.hearth.e2e;

import org.junit.jupiter.api.parallel.ResourceLock;

/** On one machine. */
@ResourceLock("machine")
class AwsClientsE2E extends AwsClientsContract {
    @Override
    protected Home open() throws Exception {
        return HearthProcess.up(HearthProcess.checkout().resolve("e2e/functions/manifests"));
    }
}
