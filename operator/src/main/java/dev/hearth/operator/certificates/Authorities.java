package dev.hearth.operator.certificates;

import dev.hearth.operator.OperatorSettings;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who vouches for the gateway: the operator's own authority, or a file that somebody else keeps. Thread-safe. */
public final class Authorities {
    private static final Logger LOG = LoggerFactory.getLogger(Authorities.class);
    private static final long CHECK_SECONDS = 60;

    private final OperatorSettings settings;
    private final GatewayCertificate certificate;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("certificates").daemon().factory());
    private final TrustedCopies copies;
    private volatile Optional<String> trusted = Optional.empty();

    public Authorities(OperatorSettings settings, KubernetesClient client) {
        this.settings = settings;
        this.certificate = new GatewayCertificate(settings, client, Clock.systemUTC());
        this.copies = new TrustedCopies(client);
    }

    /** Makes what is missing or ends soon and tells all namespaces, now and every minute. */
    public void keep() {
        if (settings.tls()) {
            check();
            thread.scheduleWithFixedDelay(this::check, CHECK_SECONDS, CHECK_SECONDS, TimeUnit.SECONDS);
        }
    }

    private void check() {
        try {
            String pem = settings.ownAuthority()
                    ? certificate.keep()
                    : AuthorityFile.read(settings.caFile().orElseThrow());
            trusted = Optional.of(pem);
            copies.keep(pem);
        } catch (RuntimeException e) {
            LOG.warn("certificates cannot be looked after; trying again: {}", e.toString());
        }
    }

    /** PEM of the certificates that vouch for the gateway; empty: without TLS, or not known yet. */
    public Optional<String> pem() {
        return trusted;
    }
}
