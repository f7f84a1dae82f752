package dev.hearth.gateway.kubernetes;

/** Labels and annotations that tie a cluster's objects to functions; the operator sets the labels. */
final class Labels {
    /** On Deployments and pods: which revision they run. */
    static final String REVISION = "lambda.hearth.dev/revision";
    /** On pods: of which template of their Deployment they are. Source: Kubernetes, Deployment. */
    static final String TEMPLATE_HASH = "pod-template-hash";
    /** On pods: the lower, the sooner a ReplicaSet that shrinks ends them. Source: Kubernetes, ReplicaSet. */
    static final String DELETION_COST = "controller.kubernetes.io/pod-deletion-cost";

    private Labels() {}
}
