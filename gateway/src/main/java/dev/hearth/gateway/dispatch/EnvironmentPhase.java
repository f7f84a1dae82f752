package dev.hearth.gateway.dispatch;

/**
 * Where an environment is in its life.
 *
 * <pre>
 *             attach              next               run
 *  STARTING ─────────► INIT ─────────────► IDLE ◄──────────► BUSY
 *   ▲    ▲ │            ▲  │                 │  result         │
 *   │    │ │ attach     │  │                 │ 204             │ 204
 *   │    │ └──► HELD ───┘  │                 ▼                 │
 *   │    └───────┘         │              RETIRED ◄────────────┘
 *   └──────────────────────┴── process gone, reset, failed init: from everywhere but RETIRED and GONE
 *  CONDEMNED: ended by force while it has an attempt, from everywhere; until the fleet reports it, that may still run.
 *  GONE: ended by force or reported by the fleet, from everywhere; it never comes back.
 * </pre>
 */
enum EnvironmentPhase {
    /** No process is attached: the first one starts, or the next after a reset or crash. */
    STARTING,
    /** Attached after a failed init; its assignment is held back until an invocation waits. */
    HELD,
    /** Has its assignment and loads the function. */
    INIT,
    /** Waits for an invocation. */
    IDLE,
    /** Runs an invocation. */
    BUSY,
    /** Was told that there will be no more invocations; ends by itself. */
    RETIRED,
    /** Is being ended by force; what it ran counts as long as its process may live. */
    CONDEMNED,
    /** Is no longer part of its pool. */
    GONE;

    /** Whether a process is attached that is not about to end. */
    boolean hasProcess() {
        return this == HELD || this == INIT || this == IDLE || this == BUSY;
    }

    boolean mayBecome(EnvironmentPhase next) {
        return switch (this) {
            case STARTING -> next == HELD || next == INIT || next == CONDEMNED || next == GONE;
            case HELD -> next == INIT || next == STARTING || next == GONE;
            case INIT -> next != HELD && next != INIT;
            case IDLE -> next == BUSY || next == RETIRED || next == STARTING || next == GONE;
            case BUSY -> next == IDLE || next == RETIRED || next == STARTING || next == CONDEMNED || next == GONE;
            case RETIRED, CONDEMNED -> next == GONE;
            case GONE -> false;
        };
    }
}
