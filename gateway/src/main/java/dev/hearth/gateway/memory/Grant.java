package dev.hearth.gateway.memory;

/** Outcome of a reservation; nothing is reserved unless it is {@link #GRANTED}. */
public enum Grant {
    /** Reserved, until it is released. */
    GRANTED,
    /** The holder has as much as it may have now: its own doing. */
    OVER_SHARE,
    /** The budget has no room for anybody: not the holder's doing. */
    FULL;

    public boolean isGranted() {
        return this == GRANTED;
    }
}
