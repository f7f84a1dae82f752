package dev.hearth.operator.gateway;

/**
 * What the gateway serves for a function.
 *
 * @param revision its id
 * @param generation the resource's generation that it was made of
 */
public record ServedAnswer(String revision, long generation) {}
