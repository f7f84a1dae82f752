package dev.hearth.operator.gateway;

/**
 * What the gateway serves for a function.
 *
 * @param revision its id
 * @param generation the resource's generation that it was made of
 * @param allocated environments for provisioned concurrency that are there
 * @param available those of them that are initialised
 * @param failing whether their inits fail again and again
 */
public record ServedAnswer(String revision, long generation, int allocated, int available, boolean failing) {}
