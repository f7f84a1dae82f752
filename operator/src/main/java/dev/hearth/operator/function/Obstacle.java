package dev.hearth.operator.function;

/**
 * What keeps a function from being served as its manifest says.
 *
 * @param message for the function's owner: what is wrong and what to do
 */
record Obstacle(Reason reason, String message) {}
