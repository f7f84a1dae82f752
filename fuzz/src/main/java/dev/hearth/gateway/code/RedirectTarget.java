package dev.hearth.gateway.code;

import dev.hearth.fuzz.Finding;
import dev.hearth.fuzz.Parts;
import dev.hearth.fuzz.Target;
import dev.hearth.fuzz.TemporaryFolder;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.hc.core5.http.message.BasicClassicHttpResponse;

/**
 * Redirects of servers of code, who write any address: followed by HTTP and HTTPS only, never from HTTPS to HTTP, never with credentials in
 * the address, and to no host that is not allowed; all else is a refusal with a reason.
 */
public final class RedirectTarget implements Target {
    private static final List<URI> FROM = List.of(
            URI.create("https://code.example/a/b?c"),
            URI.create("http://code.example:8080/a/"),
            URI.create("https://[::1]/a"));

    private final Path file = new TemporaryFolder().path().resolve("file");
    private final HttpSource source =
            new HttpSource(new AddressGuard(List.of("allowed.invalid"), Set.of(), false), TransferLimits.DEFAULT);

    @Override
    public void check(byte[] input) {
        Parts parts = new Parts(input);
        URI from = FROM.get(parts.number() % FROM.size());
        BasicClassicHttpResponse answer = new BasicClassicHttpResponse(302);
        answer.setHeader("Location", parts.latin1());
        try {
            URI next = HttpSource.location(from, answer);
            safe(from, next);
            source.read(next, Optional.of("Bearer secret"), file, 1);
            throw new Finding("reads from " + next);
        } catch (CodeRefusal refusal) {
            Finding.unless(!String.valueOf(refusal.getMessage()).isBlank(), "a refusal without words");
        }
    }

    private static void safe(URI from, URI next) {
        boolean secure = "https".equals(next.getScheme());
        Finding.unless(
                secure || ("http".equals(next.getScheme()) && from.getScheme().equals("http")), "leads to " + next);
        Finding.unless(next.getRawAuthority().indexOf('@') < 0, "leads to credentials in " + next);
    }
}
