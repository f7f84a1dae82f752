package dev.hearth.gateway.invoke;

import dev.hearth.fuzz.Finding;
import dev.hearth.fuzz.Target;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Targets of requests and trace headers: nothing throws, and what was encoded comes out as it was. */
public final class RequestTargetTarget implements Target {
    @Override
    public void check(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        RequestTarget sent = RequestTarget.of(text);
        sent.invoked();
        sent.streamed();
        sent.invokedAsync();
        sent.failedEventsOf();
        sent.redriven();
        sent.qualifier();
        sent.operationPath();
        RequestTarget encoded = RequestTarget.of(
                "/2015-03-31/functions/" + encoded(text) + "/invocations?a=b&Qualifier=" + encoded(text) + "&c");
        Finding.unlessEqual(encoded.invoked(), Optional.of(text), "an encoded name comes out changed");
        Finding.unlessEqual(encoded.qualifier(), Optional.of(text), "an encoded qualifier comes out changed");
        trace(text);
    }

    private static void trace(String text) {
        String complete = TraceHeader.complete(text, 1);
        Finding.unless(complete.endsWith(text), "a trace header loses something");
        Finding.unless(TraceHeader.root(complete).startsWith("Root="), "a complete trace header has no root");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
