package dev.hearth.gateway.tls;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.util.List;
import javax.net.ssl.SSLException;

/** TLS 1.3 of Netty's servers, with whatever certificate is the gateway's when a connection begins. */
public final class NettyTls {
    private static final String AES_128 = "TLS_AES_128_GCM_SHA256";
    private static final String AES_256 = "TLS_AES_256_GCM_SHA384";
    private static final String CHACHA20 = "TLS_CHACHA20_POLY1305_SHA256";

    private NettyTls() {}

    /** For callers: what processors have instructions for comes first. */
    public static SslContext forCallers(ServerIdentity identity) {
        return server(identity, List.of(AES_128, AES_256, CHACHA20));
    }

    /** For environments, whose JVMs do not use these instructions: what is cheapest without comes first. */
    public static SslContext forEnvironments(ServerIdentity identity) {
        return server(identity, List.of(CHACHA20, AES_128, AES_256));
    }

    private static SslContext server(ServerIdentity identity, List<String> ciphers) {
        try {
            return SslContextBuilder.forServer(identity.keyManager())
                    .sslProvider(SslProvider.JDK)
                    .protocols("TLSv1.3")
                    .ciphers(ciphers)
                    .build();
        } catch (SSLException e) {
            throw new CertificateProblem("this JVM has no TLS 1.3", e);
        }
    }
}
