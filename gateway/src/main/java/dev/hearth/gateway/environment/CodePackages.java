package dev.hearth.gateway.environment;

import dev.hearth.code.StoredPackage;
import dev.hearth.gateway.catalog.Revision;
import java.util.concurrent.CompletionStage;

/** Port: the code package of a revision; it fails with the reason in words for the function's owner. Never blocks. */
public interface CodePackages {
    CompletionStage<StoredPackage> of(Revision revision);
}
