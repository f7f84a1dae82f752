package dev.hearth.gateway.queue.log;

import java.io.IOException;

/** Another process has the folder. */
public final class FolderInUse extends IOException {
    private static final long serialVersionUID = 1;

    FolderInUse(String message) {
        super(message);
    }
}
