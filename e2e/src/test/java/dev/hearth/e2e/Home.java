package dev.hearth.e2e;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;

/** A running Hearth with functions in it, and somebody who may invoke them: one machine's or a cluster's. */
public interface Home extends AutoCloseable {
    /** Where it takes invocations. */
    URI url();

    /** A caller over HTTP. */
    Lambda lambda();

    /** What AWS's clients sign with. */
    AwsBasicCredentials credentials();

    /** PEM file of the authority that vouches for {@link #url()}; empty: it speaks plain HTTP. */
    Optional<Path> authority();

    /** What one function has logged so far, its lines whole. */
    List<String> log(String function);

    /** What helps to understand a failed test. */
    String output();

    @Override
    void close();
}
