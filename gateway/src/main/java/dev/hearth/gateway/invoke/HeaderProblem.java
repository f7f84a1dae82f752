package dev.hearth.gateway.invoke;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import java.util.Iterator;
import java.util.Optional;

/** Headers that two readers may understand in two ways, as a proxy in front and Hearth: RFC 9112 has such requests refused. */
final class HeaderProblem {
    private HeaderProblem() {}

    static Optional<InvokeError> of(HttpRequest head) {
        Iterator<? extends CharSequence> hosts = head.headers().valueCharSequenceIterator(HttpHeaderNames.HOST);
        if (!hosts.hasNext()) {
            return head.protocolVersion().equals(HttpVersion.HTTP_1_0)
                    ? Optional.empty()
                    : problem("The Host header is missing; HTTP/1.1 needs one.");
        }
        hosts.next();
        if (hosts.hasNext()) {
            return problem("There is more than one Host header; send one.");
        }
        return isOnce(head.headers().valueCharSequenceIterator(HttpHeaderNames.AUTHORIZATION))
                ? Optional.empty()
                : problem("There is more than one Authorization header; send one.");
    }

    private static boolean isOnce(Iterator<? extends CharSequence> values) {
        if (!values.hasNext()) {
            return true;
        }
        values.next();
        return !values.hasNext();
    }

    private static Optional<InvokeError> problem(String text) {
        return Optional.of(new InvokeError.Malformed(400, text));
    }
}
