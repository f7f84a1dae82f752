package dev.hearth.gateway.invoke;

/** What a local route answers, e.g. {@code /healthz}. */
public record TextResponse(int status, String contentType, String body) {}
