package dev.hearth.operator;

/** A variable of the operator's environment is missing or wrong; the message names it, its value and the fix. */
public final class SettingProblem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SettingProblem(String message) {
        super(message);
    }
}
