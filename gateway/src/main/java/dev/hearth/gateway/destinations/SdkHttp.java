package dev.hearth.gateway.destinations;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.routing.RoutingSupport;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.NameValuePair;
import org.apache.hc.core5.http.io.entity.InputStreamEntity;
import org.apache.hc.core5.io.CloseMode;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;

/** AWS's SDK over {@link BoundedHttp}: a client of its own reads heads of answers without end. */
final class SdkHttp implements SdkHttpClient {
    /** The client's own business. */
    private static final Set<String> LEFT_OUT = Set.of("content-length", "host", "transfer-encoding");

    private final CloseableHttpClient client;

    SdkHttp(CloseableHttpClient client) {
        this.client = client;
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        HttpUriRequestBase http = request(request.httpRequest());
        request.contentStreamProvider()
                .ifPresent(content -> http.setEntity(
                        new InputStreamEntity(content.newStream(), length(request.httpRequest()), null)));
        return new ExecutableHttpRequest() {
            @Override
            public HttpExecuteResponse call() throws IOException {
                return execute(http);
            }

            @Override
            public void abort() {
                http.cancel();
            }
        };
    }

    private static HttpUriRequestBase request(SdkHttpRequest request) {
        HttpUriRequestBase http = new HttpUriRequestBase(request.method().name(), request.getUri());
        request.forEachHeader((name, values) -> {
            if (!LEFT_OUT.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> http.addHeader(name, value));
            }
        });
        return http;
    }

    /** -1: it is sent in chunks. */
    private static long length(SdkHttpRequest request) {
        return request.firstMatchingHeader("Content-Length")
                .map(Long::parseLong)
                .orElse(-1L);
    }

    private HttpExecuteResponse execute(HttpUriRequestBase http) throws IOException {
        try {
            ClassicHttpResponse response = client.executeOpen(RoutingSupport.determineHost(http), http, null);
            return HttpExecuteResponse.builder()
                    .response(SdkHttpResponse.builder()
                            .statusCode(response.getCode())
                            .statusText(response.getReasonPhrase())
                            .headers(headers(response))
                            .build())
                    .responseBody(body(http, response))
                    .build();
        } catch (HttpException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static Map<String, List<String>> headers(ClassicHttpResponse response) {
        return Arrays.stream(response.getHeaders())
                .collect(Collectors.groupingBy(
                        NameValuePair::getName,
                        () -> new TreeMap<>(String.CASE_INSENSITIVE_ORDER),
                        Collectors.mapping(NameValuePair::getValue, Collectors.toList())));
    }

    /** Its end gives the connection back. */
    private static AbortableInputStream body(HttpUriRequestBase http, ClassicHttpResponse response) throws IOException {
        HttpEntity entity = response.getEntity();
        InputStream content = entity == null ? InputStream.nullInputStream() : entity.getContent();
        return AbortableInputStream.create(content, http::cancel);
    }

    @Override
    public String clientName() {
        return "Hearth";
    }

    @Override
    public void close() {
        client.close(CloseMode.IMMEDIATE);
    }
}
