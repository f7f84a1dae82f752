package dev.hearth.gateway.code;

import dev.hearth.gateway.code.CodeRefusal.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.util.Timeout;

/** Code packages behind HTTP and HTTPS addresses. Redirects are followed a few times; credentials stay with their host. */
final class HttpSource implements AutoCloseable {
    /** Lambda's limit for a package that is not uploaded at once. */
    private static final long MAX_BYTES = 262_144_000;

    private static final int MAX_REDIRECTS = 5;
    private static final int CHUNK = 1 << 16;
    private static final Timeout CONNECT = Timeout.ofSeconds(10);
    private static final Timeout SILENCE = Timeout.ofSeconds(30);
    /** For a whole package: a server that drips must not keep a turn for ever. */
    private static final long LONGEST_NANOS = Duration.ofMinutes(10).toNanos();

    private final CloseableHttpClient client;

    HttpSource(AddressGuard guard) {
        client = HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setDnsResolver(guard)
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(CONNECT)
                                .setSocketTimeout(SILENCE)
                                .build())
                        .build())
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setResponseTimeout(SILENCE)
                        .setRedirectsEnabled(false)
                        .build())
                .disableContentCompression()
                .disableCookieManagement()
                .disableAuthCaching()
                .setUserAgent("hearth")
                .build();
    }

    /**
     * Reads what is there into a file.
     *
     * @param authorization value of the header, for this host only
     */
    void read(URI address, Optional<String> authorization, Path target) {
        URI at = address;
        for (int redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
            Optional<String> credentials = authorization.filter(sameServer(address, at));
            Optional<URI> next = step(at, credentials, target);
            if (next.isEmpty()) {
                return;
            }
            at = next.get();
        }
        throw new CodeRefusal(
                Reason.CodeUnreachable,
                address + " redirects more than " + MAX_REDIRECTS + " times; name the last address");
    }

    private static java.util.function.Predicate<String> sameServer(URI one, URI other) {
        return _ -> one.getScheme().equals(other.getScheme())
                && one.getRawAuthority().equals(other.getRawAuthority());
    }

    /** Where to go on; empty: the file is there. */
    private Optional<URI> step(URI at, Optional<String> authorization, Path target) {
        HttpGet request = new HttpGet(at);
        authorization.ifPresent(value -> request.setHeader(HttpHeaders.AUTHORIZATION, value));
        try {
            return client.execute(request, response -> answered(at, response, target));
        } catch (IOException e) {
            throw new CodeRefusal(Reason.CodeUnreachable, at + " cannot be read: " + e, e);
        }
    }

    private static Optional<URI> answered(URI at, ClassicHttpResponse response, Path target) throws IOException {
        int status = response.getCode();
        switch (status) {
            case 200 -> save(at, response, target);
            case 301, 302, 303, 307, 308 -> {
                return Optional.of(location(at, response));
            }
            case 401, 403 ->
                throw new CodeRefusal(
                        Reason.CodeForbidden,
                        at + " answers " + status + "; name credentials that may read it in secretRef");
            case 404, 410 ->
                throw new CodeRefusal(Reason.CodeNotFound, at + " answers " + status + "; correct the address");
            default -> throw new CodeRefusal(Reason.CodeUnreachable, at + " answers " + status);
        }
        return Optional.empty();
    }

    private static URI location(URI at, ClassicHttpResponse response) {
        Header header = response.getFirstHeader(HttpHeaders.LOCATION);
        if (header == null) {
            throw new CodeRefusal(Reason.CodeUnreachable, at + " redirects to nowhere");
        }
        URI next = at.resolve(header.getValue());
        boolean web =
                "https".equals(next.getScheme()) || ("http".equals(next.getScheme()) && "http".equals(at.getScheme()));
        if (!web || next.getRawAuthority() == null || next.getRawUserInfo() != null) {
            throw new CodeRefusal(
                    Reason.CodeSourceRefused,
                    at + " redirects to " + next + ", which is no address of its kind of safety");
        }
        return next;
    }

    private static void save(URI at, ClassicHttpResponse response, Path target) throws IOException {
        try (InputStream in = response.getEntity().getContent();
                OutputStream out = Files.newOutputStream(target)) {
            byte[] chunk = new byte[CHUNK];
            long total = 0;
            long begun = System.nanoTime();
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                total += read;
                if (total > MAX_BYTES) {
                    throw new CodeRefusal(Reason.CodeInvalid, at + " is larger than " + MAX_BYTES + " bytes");
                }
                if (System.nanoTime() - begun > LONGEST_NANOS) {
                    throw new CodeRefusal(Reason.CodeUnreachable, at + " takes longer than ten minutes to send it");
                }
                out.write(chunk, 0, read);
            }
        }
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
