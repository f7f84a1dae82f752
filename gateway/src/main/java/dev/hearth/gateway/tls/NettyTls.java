package dev.hearth.gateway.tls;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.util.List;
import javax.net.ssl.SSLException;

/** TLS 1.3 of Netty's servers, with whatever certificate is the gateway's when a connection begins. */
public final class NettyTls {
    /** What processors have instructions for comes first. */
    private static final List<String> CIPHERS =
            List.of("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256");

    private NettyTls() {}

    public static SslContext server(ServerIdentity identity) {
        try {
            return SslContextBuilder.forServer(identity.keyManager())
                    .sslProvider(SslProvider.JDK)
                    .protocols("TLSv1.3")
                    .ciphers(CIPHERS)
                    .build();
        } catch (SSLException e) {
            throw new CertificateProblem("this JVM has no TLS 1.3", e);
        }
    }
}
