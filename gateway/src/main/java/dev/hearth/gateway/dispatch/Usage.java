package dev.hearth.gateway.dispatch;

import dev.hearth.gateway.catalog.Revision;

/** Port: what of a revision is there. */
public interface Usage {
    /** How the environments stand that are provisioned for it. */
    Provisioned provisioned(Revision revision);

    /** Whether it has environments, or invocations that wait for one. */
    boolean isUsed(Revision revision);
}
