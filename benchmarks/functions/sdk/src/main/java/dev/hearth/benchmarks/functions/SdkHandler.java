package dev.hearth.benchmarks.functions;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Builds an S3 client and an object mapper when it is constructed, as most real handlers do, and asks the client for a
 * URL. Nothing is sent over a network: only class loading and initialisation are paid.
 */
public final class SdkHandler implements RequestHandler<Map<String, String>, String> {
    private final ObjectMapper json = new ObjectMapper();
    private final S3Client s3 = S3Client.builder()
            .region(Region.US_EAST_1)
            .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("benchmark", "benchmark")))
            .httpClient(UrlConnectionHttpClient.create())
            .build();

    @Override
    public String handleRequest(Map<String, String> event, Context context) {
        String key = event.getOrDefault("name", "world");
        String url = s3.utilities()
                .getUrl(request -> request.bucket("benchmark").key(key))
                .toString();
        try {
            return json.writeValueAsString(Map.of("url", url));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a map of strings could not be written as JSON", e);
        }
    }
}
