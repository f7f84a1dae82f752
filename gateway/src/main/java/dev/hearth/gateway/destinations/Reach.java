package dev.hearth.gateway.destinations;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/** Port: which servers and subjects destinations may be. */
public interface Reach {
    /** Words between dots, without wildcards, spaces and what a protocol line ends with; {@code $} and {@code _} begin NATS's own. */
    Pattern SUBJECT = Pattern.compile("[^\\s\\p{Cntrl}.*>$_][^\\s\\p{Cntrl}.*>]*(?:\\.[^\\s\\p{Cntrl}.*>]+)*");

    /** The addresses of a host; fails too if nothing may be sent to it. */
    InetAddress[] resolve(String host) throws UnknownHostException;

    /** Why nothing may be published to a subject of NATS; empty: it may. */
    default Optional<String> refusal(String subject) {
        return SUBJECT.matcher(subject).matches()
                ? Optional.empty()
                : Optional.of("subject '" + subject
                        + "' is none that records are published to; name one of words between dots,"
                        + " without wildcards and spaces, that begins with neither $ nor _");
    }

    /** All that this machine reaches. */
    static Reach everything() {
        return InetAddress::getAllByName;
    }

    /**
     * The same, but for what an installation keeps its own events in.
     *
     * @param streams what the names of its streams begin with
     */
    default Reach without(String streams) {
        Reach all = this;
        return new Reach() {
            @Override
            public InetAddress[] resolve(String host) throws UnknownHostException {
                return all.resolve(host);
            }

            @Override
            public Optional<String> refusal(String subject) {
                return subject.equals(streams) || subject.startsWith(streams + ".")
                        ? Optional.of("subject '" + subject + "' belongs to Hearth's own events; name another")
                        : all.refusal(subject);
            }
        };
    }
}
