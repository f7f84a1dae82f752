package dev.hearth.gateway.kubernetes;

import dev.hearth.crds.Account;
import dev.hearth.crds.ConfigMapCode;
import dev.hearth.crds.Function;
import dev.hearth.crds.FunctionCode;
import dev.hearth.crds.FunctionSpec;
import dev.hearth.crds.FunctionStatus;
import dev.hearth.crds.LoggingConfig;
import dev.hearth.crds.ServedRevision;
import dev.hearth.gateway.catalog.Revision;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;

/** Revisions of a cluster to test with, as the operator tells of them. */
final class ClusterRevisions {
    private ClusterRevisions() {}

    static Revision of(String namespace, String deployment, String deploymentUid) {
        return ServedFunction.of(
                        new ResourceName(namespace, "f"), "uid-f", served(namespace, deployment, deploymentUid))
                .revision();
    }

    /** Always the same revision id for one name of a Deployment. */
    static ServedRevision served(String namespace, String deployment, String deploymentUid) {
        ServedRevision served = new ServedRevision();
        served.setId("id-of-" + deployment);
        served.setFunctionArn("arn:aws:lambda:us-east-1:" + Account.idOf(namespace) + ":function:f");
        served.setVersion("$LATEST");
        served.setRuntime("java25");
        served.setHandler("a.B");
        served.setMemorySize(128);
        served.setTimeout(3);
        served.setEphemeralStorage(512);
        served.setDeployment(deployment);
        served.setDeploymentUid(deploymentUid);
        served.setCodeSha256("00");
        served.setLoggingConfig(new LoggingConfig());
        served.setGeneration(1L);
        FunctionCode code = new FunctionCode();
        code.setConfigMap(new ConfigMapCode());
        served.setCode(code);
        return served;
    }

    static Function function(String namespace, String uid) {
        Function function = new Function();
        function.setSpec(new FunctionSpec());
        function.setMetadata(new ObjectMetaBuilder()
                .withNamespace(namespace)
                .withName("f")
                .withUid(uid)
                .withGeneration(1L)
                .build());
        return function;
    }

    static Function function(String namespace, String uid, ServedRevision served) {
        Function function = function(namespace, uid);
        FunctionStatus status = new FunctionStatus();
        status.setRevision(served);
        function.setStatus(status);
        return function;
    }
}
