package dev.hearth.e2e.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.e2e.Home;
import dev.hearth.e2e.Lambda;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;

/**
 * The functions of folders, as one machine serves them, in a namespace of the cluster: the same manifests with nothing changed but
 * where their code is, which the gateway reads from this process over HTTP. Whoever invokes them signs with an access key.
 */
final class Deployed implements Home {
    private static final Pattern FILE = Pattern.compile("(?m)^( +)file: (\\S+)( +#.*)?(\\n +configMap: .*)?$");

    private final Cluster cluster;
    private final Account account;
    private final CodeServer code;
    private final AwsBasicCredentials credentials;
    private final Path authority;

    private Deployed(Cluster cluster, Account account, CodeServer code) {
        this.cluster = cluster;
        this.account = account;
        this.code = code;
        this.credentials = account.accessKey("caller");
        this.authority = file(cluster.authority());
    }

    /** @param folders of the checkout, with manifests at any depth */
    static Deployed open(Cluster cluster, String namespace, String... folders) {
        Account account = Account.open(cluster, namespace);
        Deployed deployed = new Deployed(cluster, account, CodeServer.start());
        for (String folder : folders) {
            manifests(Cluster.root().resolve(folder)).forEach(deployed::apply);
        }
        account.list("functions").stream()
                .map(function -> function.at("/metadata/name").asText())
                .forEach(account::awaitSettled);
        return deployed;
    }

    private static Path file(String text) {
        try {
            return Files.writeString(Files.createTempFile("authority", ".pem"), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> manifests(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .filter(file -> !file.toString().contains("/target/")
                            && !file.toString().contains("/src/"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void apply(Path manifest) {
        try {
            Matcher file = FILE.matcher(Files.readString(manifest));
            account.apply(file.replaceAll(line -> line.group(1) + "http: {url: \""
                    + code.publish(manifest.getParent().resolve(line.group(2)).normalize()) + "\"}"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public URI url() {
        return cluster.url();
    }

    @Override
    public Lambda lambda() {
        return account.caller();
    }

    @Override
    public AwsBasicCredentials credentials() {
        return credentials;
    }

    @Override
    public Optional<Path> authority() {
        return Optional.of(authority);
    }

    /** Of its environments that are there now. */
    @Override
    public List<String> log(String function) {
        return account.kubectl("logs", "-l", "lambda.hearth.dev/function=" + function, "--tail=-1")
                .lines()
                .toList();
    }

    @Override
    public String output() {
        List<String> lines = new ArrayList<>();
        for (JsonNode function : account.list("functions")) {
            lines.add(function.at("/metadata/name").asText() + " "
                    + function.at("/status/conditions").toString());
        }
        return String.join("\n", lines);
    }

    @Override
    public void close() {
        code.close();
        account.close();
    }
}
