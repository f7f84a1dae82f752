package dev.hearth.crds.client;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks the API server for compressed answers, which it gives to lists of more than 128 KiB: they come as a tenth of their bytes,
 * and with them goes most of the time that a JVM which has just started takes to decrypt them. Fabric8's clients do not ask.
 */
public final class CompressedAnswers implements Interceptor {
    private CompressedAnswers() {}

    /** Has a client ask so. */
    public static void in(HttpClient.Builder client) {
        client.addOrReplaceInterceptor("compressed-answers", new CompressedAnswers());
    }

    @Override
    public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
        if (request.method().equals("GET")) {
            builder.setHeader("Accept-Encoding", "gzip");
        }
    }

    @Override
    public AsyncBody.Consumer<List<ByteBuffer>> consumer(
            AsyncBody.Consumer<List<ByteBuffer>> reader, HttpRequest request) {
        return new Body(reader);
    }

    @Override
    public void after(HttpRequest request, HttpResponse<?> response, AsyncBody.Consumer<List<ByteBuffer>> consumer) {
        @Nullable Body body = consumer.unwrap(Body.class);
        if (body != null && "gzip".equals(response.header("Content-Encoding"))) {
            body.gunzip = new Gunzip();
        }
    }

    private static final class Body implements AsyncBody.Consumer<List<ByteBuffer>> {
        private final AsyncBody.Consumer<List<ByteBuffer>> reader;
        private volatile @Nullable Gunzip gunzip;

        Body(AsyncBody.Consumer<List<ByteBuffer>> reader) {
            this.reader = reader;
        }

        @Override
        public void consume(List<ByteBuffer> bytes, AsyncBody body) throws Exception {
            @Nullable Gunzip compressed = gunzip;
            if (compressed == null) {
                reader.consume(bytes, body);
                return;
            }
            List<ByteBuffer> plain = new ArrayList<>();
            for (ByteBuffer each : bytes) {
                compressed.add(each, plain);
            }
            reader.consume(plain, body);
        }
    }
}
