package dev.hearth.operator;

import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.util.List;
import java.util.Optional;

/**
 * Asks the API server for metadata alone when kinds are listed or watched in the whole cluster that tenants make without limit and
 * that only few resources refer to: a thousand ConfigMaps are a gigabyte, their names and versions are a hundred kilobytes. So it
 * does for the answers to changes of ConfigMaps, to which tenants may add what they like.
 */
public final class MetadataOnly implements Interceptor {
    private static final List<String> PATHS =
            List.of("/api/v1/configmaps", "/api/v1/serviceaccounts", "/api/v1/namespaces");
    private static final String CONFIG_MAP = "/configmaps/";
    private static final String LIST = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1";
    private static final String ONE = "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1";

    private MetadataOnly() {}

    /** Has a client ask so. */
    public static void in(HttpClient.Builder client) {
        client.addOrReplaceInterceptor("metadata-only", new MetadataOnly());
    }

    @Override
    public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
        String path = request.uri().getPath();
        if (request.method().equals("GET") && PATHS.stream().anyMatch(path::endsWith)) {
            String query = Optional.ofNullable(request.uri().getQuery()).orElse("");
            builder.setHeader("Accept", query.contains("watch=true") ? ONE : LIST);
        } else if (request.method().equals("PATCH") && path.contains(CONFIG_MAP)) {
            builder.setHeader("Accept", ONE);
        }
    }
}
