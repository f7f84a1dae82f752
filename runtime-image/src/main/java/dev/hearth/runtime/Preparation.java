package dev.hearth.runtime;

import dev.hearth.runtime.handler.Json;

/**
 * Makes AWS's Jackson ready on a second core while the main thread connects, attaches and loads the function's code. It is
 * the largest part of a start for all handlers but those that work on streams; who needs it before it is ready waits.
 */
final class Preparation {
    private Preparation() {}

    static void start() {
        Thread thread = new Thread(Json::prepare, "hearth-preparation");
        thread.setDaemon(true);
        thread.start();
    }
}
