package dev.hearth.operator.desired;

import dev.hearth.crds.LoggingConfig;
import dev.hearth.crds.ProvisionedRevision;
import dev.hearth.crds.ServedRevision;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;
import java.util.Optional;

/**
 * What is to run for a function: its id is a hash over all that a running environment depends on, so equal ids are the same to
 * run, and a change of anything else starts nothing anew.
 *
 * @param id 16 hex digits
 * @param deployment its environments, at 0 replicas: how many there are is the gateway's
 */
public record DesiredRevision(ResolvedFunction function, String id, Deployment deployment) {
    /** What the Deployment controller would write: its only revision, since a Deployment is never changed. */
    private static final Map<String, String> FIRST_REVISION = Map.of("deployment.kubernetes.io/revision", "1");
    /** Never: a controller that has nothing to report on progress writes less. Source: kubernetes.io, Deployments. */
    private static final int NO_PROGRESS_DEADLINE = Integer.MAX_VALUE;

    private static final String SAFE_TO_EVICT = "cluster-autoscaler.kubernetes.io/safe-to-evict";

    /** With environments that demand asks for. */
    public static DesiredRevision of(ResolvedFunction function, Environments common) {
        return of(function, common, "on-demand");
    }

    /** With environments that are kept initialised. */
    public static DesiredRevision provisioned(ResolvedFunction function, Environments common) {
        return of(function, common, "provisioned-concurrency");
    }

    private static DesiredRevision of(ResolvedFunction function, Environments common, String initializationType) {
        PodSpec pod = DesiredPod.of(function, common, initializationType);
        PodMetadata metadata = common.pods().with(function.configuration());
        String id = Hash.of(String.join(
                        "\n",
                        function.arn(common.region()),
                        function.namespace(),
                        function.declaration().version(),
                        function.codeSha256(),
                        Serialization.asJson(pod),
                        Optional.ofNullable(function.configuration().getVpcConfig())
                                .map(Serialization::asJson)
                                .orElse(""))
                + metadata.text());
        return new DesiredRevision(function, id, deployment(function, id, pod, metadata));
    }

    private static Deployment deployment(ResolvedFunction function, String id, PodSpec pod, PodMetadata metadata) {
        Map<String, String> labels = Labels.ofRevision(function.declaration(), id);
        return new DeploymentBuilder()
                .withNewMetadata()
                .withNamespace(function.namespace())
                .withName(Names.deployment(function.name(), id))
                .withLabels(labels)
                .withAnnotations(FIRST_REVISION)
                .withOwnerReferences(Owner.of(function.declaration().resource()))
                .endMetadata()
                .withNewSpec()
                .withReplicas(0)
                .withRevisionHistoryLimit(0)
                .withProgressDeadlineSeconds(NO_PROGRESS_DEADLINE)
                .withNewStrategy()
                .withType("Recreate")
                .endStrategy()
                .withNewSelector()
                .addToMatchLabels(Labels.FUNCTION, labels.get(Labels.FUNCTION))
                .addToMatchLabels(Labels.REVISION, labels.get(Labels.REVISION))
                .endSelector()
                .withNewTemplate()
                .withNewMetadata()
                .withLabels(metadata.labels(labels))
                .withAnnotations(metadata.annotations(Map.of(SAFE_TO_EVICT, "false")))
                .endMetadata()
                .withSpec(pod)
                .endTemplate()
                .endSpec()
                .build();
    }

    /** What the gateway is told. */
    public ServedRevision served(String region, MadeDeployment made) {
        Declaration declaration = function.declaration();
        ServedRevision served = new ServedRevision();
        served.setId(id);
        served.setGeneration(declaration.resource().getMetadata().getGeneration());
        served.setVersion(declaration.version());
        served.setFunctionArn(function.arn(region));
        served.setRuntime(function.configuration().getRuntime());
        served.setHandler(function.configuration().getHandler());
        served.setMemorySize(function.configuration().getMemorySize());
        served.setTimeout(function.configuration().getTimeout());
        served.setEphemeralStorage(
                function.configuration().getEphemeralStorage().getSize());
        served.setLoggingConfig(logging(function));
        served.setReservedConcurrentExecutions(declaration.reserved().orElse(null));
        served.setScaling(declaration.scaling().orElse(null));
        served.setEventInvokeConfig(declaration.events().orElse(null));
        served.setDeadLetterConfig(function.configuration().getDeadLetterConfig());
        served.setCodeSha256(function.codeSha256());
        served.setCode(function.configuration().getCode());
        served.setDeployment(deployment.getMetadata().getName());
        served.setDeploymentUid(made.uid());
        served.setDeploymentDigest(made.digest());
        if (declaration.keepsRuntimeImage()) {
            served.setRuntimeImage(
                    DesiredPod.image(deployment.getSpec().getTemplate().getSpec()));
        }
        return served;
    }

    /** What the gateway is told to keep initialised. */
    public ProvisionedRevision served(int environments, MadeDeployment made) {
        ProvisionedRevision served = new ProvisionedRevision();
        served.setId(id);
        served.setProvisionedConcurrentExecutions(environments);
        served.setDeployment(deployment.getMetadata().getName());
        served.setDeploymentUid(made.uid());
        served.setDeploymentDigest(made.digest());
        return served;
    }

    /** A function's logging with Lambda's defaults for what it leaves open. */
    static LoggingConfig logging(ResolvedFunction function) {
        LoggingConfig asked = function.configuration().getLoggingConfig();
        LoggingConfig complete = new LoggingConfig();
        boolean json = asked.getLogFormat().equals("JSON");
        complete.setLogFormat(asked.getLogFormat());
        if (json) {
            complete.setApplicationLogLevel(
                    Optional.ofNullable(asked.getApplicationLogLevel()).orElse("INFO"));
            complete.setSystemLogLevel(
                    Optional.ofNullable(asked.getSystemLogLevel()).orElse("INFO"));
        }
        complete.setLogGroup(Optional.ofNullable(asked.getLogGroup()).orElse("/aws/lambda/" + function.functionName()));
        return complete;
    }
}
