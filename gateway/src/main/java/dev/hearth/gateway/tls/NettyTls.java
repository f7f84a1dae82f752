package dev.hearth.gateway.tls;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import javax.net.ssl.SSLException;

/** TLS of Netty's servers. */
public final class NettyTls {
    private NettyTls() {}

    /** TLS 1.3 only, with whatever certificate is the gateway's when a connection begins. */
    public static SslContext server(ServerIdentity identity) {
        try {
            return SslContextBuilder.forServer(identity.keyManager())
                    .sslProvider(SslProvider.JDK)
                    .protocols("TLSv1.3")
                    .build();
        } catch (SSLException e) {
            throw new CertificateProblem("this JVM has no TLS 1.3", e);
        }
    }
}
