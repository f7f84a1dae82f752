package dev.hearth.benchmarks.cluster;

import java.util.HashMap;
import java.util.Map;

/**
 * What is used at a moment.
 *
 * @param requests answered by the API server so far, by resource and verb
 * @param etcdBytes that etcd's database uses, with the history that is not compacted yet
 * @param operatorHeap bytes, of the leading replica
 * @param operatorMemory working set of its container, bytes
 * @param gatewayHeap bytes
 * @param gatewayMemory working set of its container, bytes
 */
record Costs(
        Map<String, Double> requests,
        double etcdBytes,
        double operatorHeap,
        double operatorMemory,
        double gatewayHeap,
        double gatewayMemory) {
    private static final String REQUESTS = "apiserver_request_total";

    /** Memory without garbage. */
    static Costs now(Lab lab, Client api) {
        lab.collectGarbage();
        Samples server = Samples.of(api.get("/metrics"));
        String leader = lab.leader();
        Samples operator = scraped(api, leader + ":8080/proxy/q/metrics");
        Samples gateway = scraped(api, lab.gatewayPod() + ":9003/proxy/metrics");
        Samples node = Samples.of(api.get("/api/v1/nodes/node-1/proxy/metrics/resource"));
        return new Costs(
                requests(server),
                server.sum("apiserver_storage_size_bytes", labels -> true),
                heap(operator),
                node.sum("container_memory_working_set_bytes", labels -> leader.equals(labels.get("pod"))),
                heap(gateway),
                node.sum("container_memory_working_set_bytes", labels -> "gateway".equals(labels.get("container"))));
    }

    private static Samples scraped(Client api, String pod) {
        return Samples.of(api.get("/api/v1/namespaces/" + Lab.SYSTEM + "/pods/" + pod));
    }

    private static double heap(Samples process) {
        return process.sum("jvm_memory_used_bytes", labels -> "heap".equals(labels.get("area")));
    }

    private static Map<String, Double> requests(Samples server) {
        Map<String, Double> requests = new HashMap<>();
        server.values().forEach((sample, count) -> {
            if (sample.startsWith(REQUESTS + "{")) {
                Map<String, String> labels = Samples.labels(sample);
                String part = labels.getOrDefault("subresource", "");
                String what = labels.get("resource") + (part.isEmpty() ? "" : "/" + part) + " " + labels.get("verb");
                requests.merge(what, count, Double::sum);
            }
        });
        return requests;
    }
}
