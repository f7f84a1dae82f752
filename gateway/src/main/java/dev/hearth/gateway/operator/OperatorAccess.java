package dev.hearth.gateway.operator;

/** Port: whether a bearer token is the operator's. May block. */
public interface OperatorAccess {
    boolean isOperator(String token);
}
