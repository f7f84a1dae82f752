package dev.hearth.gateway.invoke;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.hearth.fuzz.Finding;
import dev.hearth.fuzz.Target;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/** Payloads and client contexts: what is let through is JSON to others too, and nothing throws. */
public final class PayloadTarget implements Target {
    private final EventJson json = new EventJson();
    private final JsonMapper mapper = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    @Override
    public void check(byte[] input) {
        Optional<JsonNode> tree = tree(input);
        boolean taken = json.check(input).isEmpty();
        Finding.unless(!taken || tree.isPresent(), "takes a payload that is no JSON");
        Finding.unless(taken || tree.isEmpty() || isOtherEncoding(input), "refuses a payload that is JSON");
        json.checkClientContext(new String(input, StandardCharsets.ISO_8859_1));
        String context = Base64.getEncoder().encodeToString(input);
        boolean contextTaken = json.checkClientContext(context).isEmpty();
        Finding.unless(
                !contextTaken || tree.filter(JsonNode::isObject).isPresent(),
                "takes a client context that is no object");
    }

    /** Jackson's mapper guesses UTF-16 and takes byte order marks, the gateway takes UTF-8 only. */
    private static boolean isOtherEncoding(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        return text.indexOf('\0') >= 0
                || text.startsWith("\uFEFF")
                || !Arrays.equals(text.getBytes(StandardCharsets.UTF_8), input);
    }

    private Optional<JsonNode> tree(byte[] input) {
        try {
            JsonNode node = mapper.readTree(input);
            return node == null || node.isMissingNode() ? Optional.empty() : Optional.of(node);
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
