package dev.hearth.gateway.catalog.manifest.schema;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.gateway.catalog.manifest.cel.CelException;
import dev.hearth.gateway.catalog.manifest.cel.CelExpression;
import java.util.Map;
import java.util.Optional;

/**
 * A CEL rule of the definition.
 *
 * @param text of the rule, for when it cannot be evaluated
 * @param message when it is broken
 * @param detailed gives a message with the value in it
 * @param transition whether it compares with the resource as it was, and so does not apply to a new one
 */
record Rule(
        CelExpression expression, String text, String message, Optional<CelExpression> detailed, boolean transition) {
    private static final int LONGEST_MESSAGE = 5 * 1024;

    static Rule of(JsonNode rule) {
        String text = rule.get("rule").asText();
        Optional<CelExpression> detailed = Optional.of(
                        rule.path("messageExpression").asText())
                .filter(expression -> !expression.isEmpty())
                .map(CelExpression::of);
        return new Rule(
                CelExpression.of(text),
                text,
                rule.path("message").asText("failed rule: " + text),
                detailed,
                text.contains("oldSelf"));
    }

    /** The message when a new resource breaks the rule. */
    Optional<String> broken(Map<String, Object> variables) {
        if (transition) {
            return Optional.empty();
        }
        try {
            boolean holds = expression.evaluate(variables).equals(true);
            return holds ? Optional.empty() : Optional.of(messageFor(variables));
        } catch (CelException e) {
            return Optional.of(e.getMessage() + " evaluating rule: " + text);
        }
    }

    /** As in Kubernetes, an expression that fails or gives no single line leaves the plain message. */
    private String messageFor(Map<String, Object> variables) {
        try {
            return detailed.map(expression -> expression.evaluate(variables))
                    .filter(String.class::isInstance)
                    .map(String.class::cast)
                    .filter(text -> !text.isBlank() && text.indexOf('\n') < 0 && text.length() <= LONGEST_MESSAGE)
                    .orElse(message);
        } catch (CelException e) {
            return message;
        }
    }
}
