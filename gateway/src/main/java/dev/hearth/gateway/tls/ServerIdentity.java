package dev.hearth.gateway.tls;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The gateway's certificate and key. A connection that begins gets those that are in the files now; those that exist go on with
 * what they began with, so a rotation ends none.
 */
public final class ServerIdentity {
    private static final Logger LOG = LoggerFactory.getLogger(ServerIdentity.class);

    private final PemFiles files;
    /** A handshake asks several times, and always gets what it got first. */
    private volatile Generations generations;

    private String stamp = "";

    private ServerIdentity(PemFiles files) {
        this.files = files;
        this.generations = new Generations(0, files.read(), Optional.empty());
        refresh();
    }

    /**
     * Reads them.
     *
     * @param folder with {@code tls.crt} and {@code tls.key}, both PEM
     * @throws CertificateProblem when they cannot be used
     */
    public static ServerIdentity in(Path folder) {
        return new ServerIdentity(new PemFiles(folder));
    }

    /** Takes up changed files; what cannot be used is reported and changes nothing. Call it every second or so. */
    public synchronized void refresh() {
        try {
            String seen = files.stamp();
            if (!seen.equals(stamp)) {
                generations = generations.followedBy(files.read());
                stamp = seen;
                LOG.atInfo()
                        .setMessage("certificate in use")
                        .addKeyValue(
                                "validUntil",
                                generations.current().chain()[0].getNotAfter().toInstant())
                        .log();
            }
        } catch (IOException | CertificateProblem e) {
            LOG.atWarn()
                    .setMessage("changed certificate cannot be used; the one before stays")
                    .addKeyValue("why", e.getMessage())
                    .log();
        }
    }

    /** For servers that make their own context. */
    public X509ExtendedKeyManager keyManager() {
        return new CurrentKey();
    }

    /** TLS 1.3 only. */
    public SSLContext context() {
        try {
            SSLContext context = SSLContext.getInstance("TLSv1.3");
            context.init(new KeyManager[] {new CurrentKey()}, null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new CertificateProblem("this JVM has no TLS 1.3", e);
        }
    }

    /** The certificate in use and the one before; their numbers are what the JDK calls aliases. */
    private record Generations(int number, KeyPairChain current, Optional<KeyPairChain> before) {
        Generations followedBy(KeyPairChain next) {
            return new Generations(number + 1, next, Optional.of(current));
        }

        KeyPairChain of(String alias) {
            return alias.equals(Integer.toString(number)) ? current : before.orElse(current);
        }
    }

    private final class CurrentKey extends X509ExtendedKeyManager {
        @Override
        public @Nullable String chooseEngineServerAlias(
                String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
            return chooseServerAlias(keyType, issuers, null);
        }

        @Override
        public @Nullable String chooseServerAlias(
                String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
            Generations now = generations;
            return keyType.equals(now.current().key().getAlgorithm()) ? Integer.toString(now.number()) : null;
        }

        @Override
        public String[] getServerAliases(String keyType, Principal @Nullable [] issuers) {
            return new String[] {Integer.toString(generations.number())};
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return generations.of(alias).chain();
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return generations.of(alias).key();
        }

        @Override
        public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
            return null;
        }

        @Override
        public @Nullable String chooseClientAlias(
                String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return null;
        }
    }
}
