package dev.hearth.e2e.cluster;

/** A tenant who has ClusterRole {@code edit} in a namespace of its own, and functions that attacks make use of. */
final class Mallory implements AutoCloseable {
    private final Cluster cluster;
    private final Account account;

    private Mallory(Cluster cluster, Account account) {
        this.cluster = cluster;
        this.account = account;
    }

    static Mallory open(Cluster cluster) {
        Account account = Account.open(cluster, "mallory");
        account.apply("""
                apiVersion: v1
                kind: ServiceAccount
                metadata: {name: mallory}
                ---
                apiVersion: rbac.authorization.k8s.io/v1
                kind: RoleBinding
                metadata: {name: mallory}
                roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: edit}
                subjects: [{kind: ServiceAccount, name: mallory, namespace: mallory}]
                """);
        // each in one environment, so that what their JVMs take is not what is measured
        account.function("large", "large", "timeout: 30", "scaling: {minimum: 1, maximum: 1}");
        account.function("flood", "print", "timeout: 30", "scaling: {minimum: 1, maximum: 1}");
        account.function("reflected", "reflect", "scaling: {minimum: 1, maximum: 1}");
        account.function("patched", "echo");
        account.function("published", "echo", "publish: true");
        return new Mallory(cluster, account);
    }

    /** @param factor of each attack's pace */
    AttackPlan plan(double factor) {
        return new AttackPlan(
                cluster.url(),
                cluster.authority(),
                account.token("caller"),
                cluster.kubeconfig(),
                account.namespace(),
                Cluster.addressOfThisMachine().orElseThrow(),
                factor);
    }

    @Override
    public void close() {
        account.close();
    }
}
