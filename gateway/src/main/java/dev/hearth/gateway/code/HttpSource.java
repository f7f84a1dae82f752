package dev.hearth.gateway.code;

import dev.hearth.gateway.code.CodeRefusal.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.util.Timeout;

/**
 * Files behind HTTP and HTTPS addresses. Redirects are followed a few times; credentials stay with their host. Whatever a server
 * sends is bounded in bytes and in time, from its status line to its last byte: see {@link Transfer}.
 */
final class HttpSource implements AutoCloseable {
    private static final int MAX_REDIRECTS = 5;
    private static final int CHUNK = 1 << 16;
    private static final Timeout CONNECT = Timeout.ofSeconds(10);
    private static final Timeout SILENCE = Timeout.ofSeconds(30);
    /** Addresses that a store signs for a moment are long; nothing else in a head is. */
    private static final Http1Config HEADS = Http1Config.custom()
            .setMaxLineLength(16 * 1024)
            .setMaxHeaderCount(200)
            .setMaxEmptyLineCount(10)
            .build();

    private final TransferLimits limits;
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("hearth-code-transfers").factory());
    private final CloseableHttpClient client;

    HttpSource(AddressGuard guard, TransferLimits limits) {
        this.limits = limits;
        client = HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setDnsResolver(new FewAddresses(guard))
                        .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                                .http1Config(HEADS)
                                .build())
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
     * @param maxBytes what the file may hold
     */
    void read(URI address, Optional<String> authorization, Path target, long maxBytes) {
        Transfer transfer = new Transfer(limits, maxBytes);
        long window = limits.window().toMillis();
        ScheduledFuture<?> watching = watch.scheduleAtFixedRate(transfer::check, window, window, TimeUnit.MILLISECONDS);
        try {
            read(address, authorization, target, transfer);
        } finally {
            watching.cancel(false);
        }
    }

    private void read(URI address, Optional<String> authorization, Path target, Transfer transfer) {
        URI at = address;
        for (int redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
            Optional<String> credentials = authorization.filter(sameServer(address, at));
            Optional<URI> next = step(at, credentials, target, transfer);
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
    private Optional<URI> step(URI at, Optional<String> authorization, Path target, Transfer transfer) {
        HttpGet request = request(at);
        authorization.ifPresent(value -> request.setHeader(HttpHeaders.AUTHORIZATION, value));
        try {
            transfer.begins(request);
            return answered(at, client.executeOpen(null, request, null), target, transfer);
        } catch (IOException | IllegalStateException e) {
            throw new CodeRefusal(
                    Reason.CodeUnreachable,
                    at + " cannot be read: " + transfer.ended().orElseGet(e::toString),
                    e);
        } catch (IllegalArgumentException e) {
            throw noAddress(at.toString(), e);
        } finally {
            // Closing an answer would read it to its end, which a server need not let come.
            request.abort();
        }
    }

    /**
     * An address as somebody wrote it.
     *
     * @throws CodeRefusal when it is none
     */
    static URI address(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            throw noAddress(text, e);
        }
    }

    /** A text that Java takes for an address may still have no host, or a port that is none. */
    private static HttpGet request(URI at) {
        try {
            return new HttpGet(at);
        } catch (IllegalArgumentException e) {
            throw noAddress(at.toString(), e);
        }
    }

    private static CodeRefusal noAddress(String text, IllegalArgumentException e) {
        return new CodeRefusal(
                Reason.CodeSourceRefused,
                "'" + text + "' is no address of a server: " + e.getMessage() + "; correct the address",
                e);
    }

    private static Optional<URI> answered(URI at, ClassicHttpResponse response, Path target, Transfer transfer)
            throws IOException {
        int status = response.getCode();
        switch (status) {
            case 200 -> save(at, response, target, transfer);
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

    /** Where an answer leads. */
    static URI location(URI at, ClassicHttpResponse response) {
        Header header = response.getFirstHeader(HttpHeaders.LOCATION);
        if (header == null) {
            throw new CodeRefusal(Reason.CodeUnreachable, at + " redirects to nowhere");
        }
        URI next = resolved(at, header.getValue());
        boolean web =
                "https".equals(next.getScheme()) || ("http".equals(next.getScheme()) && "http".equals(at.getScheme()));
        boolean credentials =
                next.getRawAuthority() != null && next.getRawAuthority().indexOf('@') >= 0;
        if (!web || next.getRawAuthority() == null || credentials) {
            throw new CodeRefusal(
                    Reason.CodeSourceRefused,
                    at + " redirects to " + next + ", which is no address of its kind of safety");
        }
        return next;
    }

    private static URI resolved(URI at, String location) {
        try {
            return at.resolve(location);
        } catch (IllegalArgumentException e) {
            throw new CodeRefusal(Reason.CodeSourceRefused, at + " redirects to what is no address", e);
        }
    }

    private static void save(URI at, ClassicHttpResponse response, Path target, Transfer transfer) throws IOException {
        InputStream in = response.getEntity().getContent();
        try (OutputStream out = Files.newOutputStream(target)) {
            byte[] chunk = new byte[CHUNK];
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                if (!transfer.received(read)) {
                    throw new CodeRefusal(Reason.CodeInvalid, at + " is larger than " + transfer.maxBytes() + " bytes");
                }
                out.write(chunk, 0, read);
            }
        }
    }

    @Override
    public void close() throws IOException {
        watch.shutdownNow();
        client.close();
    }
}
