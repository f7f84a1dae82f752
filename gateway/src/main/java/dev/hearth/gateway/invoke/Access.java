package dev.hearth.gateway.invoke;

import io.netty.handler.codec.http.HttpRequest;
import java.net.SocketAddress;
import java.util.concurrent.CompletionStage;

/** Port: who may send requests. Asked with every request's headers, before anything else; never blocks. */
public interface Access {
    Verdict check(HttpRequest headers, SocketAddress remote);

    /** What is known of a request's sender. */
    sealed interface Verdict {}

    /** It is this caller. */
    record Admitted(Caller caller) implements Verdict {}

    /** Nobody that is known, or not from here. */
    record Refused(Refusal refusal) implements Verdict {}

    /** It takes a question to somebody else to find out; the body is not read before that is answered. */
    record Asked(CompletionStage<Verdict> answer) implements Verdict {}

    /** It takes the whole body to find out. */
    record Undecided(Proof proof) implements Verdict {}

    /** Finds out who sent a request. */
    interface Proof {
        /** {@link Admitted} or {@link Refused}. */
        CompletionStage<Verdict> verify(byte[] body);
    }

    static Verdict refused(Refusal.Kind kind, String message) {
        return new Refused(new Refusal(kind, message));
    }
}
