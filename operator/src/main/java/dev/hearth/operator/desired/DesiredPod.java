package dev.hearth.operator.desired;

import dev.hearth.crds.FunctionConfiguration;
import dev.hearth.crds.KeySelector;
import dev.hearth.crds.LoggingConfig;
import dev.hearth.crds.Scheduling;
import dev.hearth.crds.VariableSource;
import dev.hearth.protocol.Assignment;
import dev.hearth.protocol.EnvironmentVariables;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.PodDNSConfig;
import io.fabric8.kubernetes.api.model.PodDNSConfigBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.ProjectedVolumeSource;
import io.fabric8.kubernetes.api.model.ProjectedVolumeSourceBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The pod of an environment: Pod Security restricted, nothing writable but {@code /tmp} and the runtime's own folder. */
final class DesiredPod {
    static final String CONTAINER = "environment";
    private static final String FOLDER = "/var/hearth";
    /** Below {@link #FOLDER}: the runtime brings the code there. */
    private static final String TASK = "task";
    /** Where the function sees it, read-only. */
    private static final String TASK_ROOT = "/var/task";

    private static final String IDENTITY = "/var/run/hearth/identity";
    private static final String AUDIENCE = "hearth-gateway";
    private static final String POD_NAME = "HEARTH_ENVIRONMENT_ID";
    /** Lambda gives one virtual CPU at 1,769 MB. Source: docs.aws.amazon.com/lambda, Configure memory. */
    private static final double MB_PER_CPU = 1_769;
    /** The launcher and what the kernel keeps for the processes, beside memorySize. */
    private static final int MARGIN_MB = 64;
    /** Unpacked code, at most 250 MB, and the package that it comes from. */
    private static final String FOLDER_SIZE = "640Mi";
    /** Of an environment's own metrics; the port that OpenTelemetry's exporters for Prometheus have. */
    static final int METRICS = 9464;
    /** A pod that is told to end lets its invocation finish. */
    private static final int GRACE_SECONDS = 15;

    /** A lost packet of a lookup would cost 5 s, which is more than most time-outs; now it is 1 s, then 2, then 4. */
    private static final PodDNSConfig QUICK_TO_ASK_AGAIN = new PodDNSConfigBuilder()
            .addNewOption("timeout", "1")
            .addNewOption("attempts", "3")
            .build();

    private static final long USER = 10_001;

    private DesiredPod() {}

    /** @param initializationType {@code on-demand} or {@code provisioned-concurrency} */
    static PodSpec of(ResolvedFunction function, Environments common, String initializationType) {
        FunctionConfiguration spec = function.configuration();
        PodSpecBuilder pod = new PodSpecBuilder()
                .withServiceAccountName(function.serviceAccount())
                .withAutomountServiceAccountToken(false)
                .withEnableServiceLinks(false)
                .withDnsConfig(QUICK_TO_ASK_AGAIN)
                .withTerminationGracePeriodSeconds((long) spec.getTimeout() + GRACE_SECONDS)
                .withNewSecurityContext()
                .withRunAsNonRoot(true)
                .withRunAsUser(USER)
                .withRunAsGroup(USER)
                .withFsGroup(USER)
                .withNewSeccompProfile()
                .withType("RuntimeDefault")
                .endSeccompProfile()
                .endSecurityContext()
                .withVolumes(volumes(spec, common))
                .withImagePullSecrets(common.pullSecrets().stream()
                        .map(LocalObjectReference::new)
                        .toList())
                .withContainers(container(function, common, initializationType).build());
        Optional.ofNullable(spec.getScheduling()).ifPresent(scheduling -> schedule(pod, scheduling));
        return pod.build();
    }

    /** The runtime image of a pod. */
    static String image(PodSpec pod) {
        return pod.getContainers().getFirst().getImage();
    }

    private static void schedule(PodSpecBuilder pod, Scheduling scheduling) {
        pod.withNodeSelector(new TreeMap<>(scheduling.getNodeSelector())); // always the same order, for the hash
        pod.withRuntimeClassName(scheduling.getRuntimeClassName());
        scheduling
                .getTolerations()
                .forEach(each -> pod.addNewToleration()
                        .withKey(each.getKey())
                        .withOperator(each.getOperator())
                        .withValue(each.getValue())
                        .withEffect(each.getEffect())
                        .endToleration());
    }

    private static ContainerBuilder container(
            ResolvedFunction function, Environments common, String initializationType) {
        int memory = function.configuration().getMemorySize();
        return new ContainerBuilder()
                .withName(CONTAINER)
                .withImage(function.declaration().runtimeImage().orElse(common.image()))
                .withImagePullPolicy(common.pullPolicy())
                .withEnv(variables(function, common, initializationType))
                .withWorkingDir(TASK_ROOT)
                .addNewPort()
                .withName("metrics")
                .withContainerPort(METRICS)
                .withProtocol("TCP")
                .endPort()
                .withNewResources()
                .addToRequests("cpu", new Quantity(String.format(Locale.ROOT, "%dm", milliCpu(memory, common))))
                .addToRequests("memory", new Quantity(memory + "Mi"))
                .addToLimits("memory", new Quantity(memory + MARGIN_MB + "Mi"))
                .addToRequests("ephemeral-storage", new Quantity("64Mi"))
                .endResources()
                .withNewSecurityContext()
                .withAllowPrivilegeEscalation(false)
                .withReadOnlyRootFilesystem(true)
                .withNewCapabilities()
                .withDrop("ALL")
                .endCapabilities()
                .endSecurityContext()
                .withVolumeMounts(mounts());
    }

    private static long milliCpu(int memory, Environments common) {
        return Math.max(1, Math.round(10 * common.cpuRequestPercent() * memory / MB_PER_CPU));
    }

    private static List<EnvVar> variables(ResolvedFunction function, Environments common, String initializationType) {
        List<EnvVar> all = new ArrayList<>();
        all.add(new EnvVarBuilder()
                .withName(POD_NAME)
                .withNewValueFrom()
                .withNewFieldRef()
                .withApiVersion("v1")
                .withFieldPath("metadata.name")
                .endFieldRef()
                .endValueFrom()
                .build());
        own(function, common).forEach((name, value) -> all.add(plain(name, value)));
        Map<String, VariableSource> referred =
                function.configuration().getEnvironment().getVariablesFrom();
        lambda(function, common, initializationType).forEach((name, value) -> {
            if (!referred.containsKey(name) && !isOwn(name)) {
                all.add(plain(name, value));
            }
        });
        new TreeMap<>(referred).forEach((name, source) -> {
            if (!isOwn(name)) {
                all.add(referred(name, source));
            }
        });
        return all;
    }

    /** Names that manifests may not have; one that was stored before that rule must not lead a pod elsewhere. */
    private static boolean isOwn(String name) {
        return name.startsWith("HEARTH_");
    }

    private static Map<String, String> own(ResolvedFunction function, Environments common) {
        Map<String, String> own = new TreeMap<>();
        own.put("HEARTH_HOME", "cluster");
        own.put("HEARTH_GATEWAY", common.gateway());
        own.put("HEARTH_MEMORY_MB", Integer.toString(function.configuration().getMemorySize()));
        own.put("HEARTH_FOLDER", FOLDER);
        own.put("HEARTH_TASK_ROOT", TASK_ROOT);
        own.put("HEARTH_TMP", "");
        own.put("HEARTH_LOG_PREFIX", "");
        own.put("HEARTH_TOKEN_FILE", IDENTITY + "/token");
        own.put("HEARTH_CA_FILE", common.tls() ? IDENTITY + "/ca.crt" : "");
        own.put("HEARTH_METRICS", "0.0.0.0:" + METRICS);
        return own;
    }

    /** The user's variables and Lambda's, as on one machine; the pod's name stands in the log stream. */
    private static Map<String, String> lambda(
            ResolvedFunction function, Environments common, String initializationType) {
        FunctionConfiguration spec = function.configuration();
        LoggingConfig logging = DesiredRevision.logging(function);
        Assignment assignment = new Assignment(
                function.functionName(),
                function.declaration().version(),
                spec.getHandler(),
                spec.getMemorySize(),
                0,
                "",
                "",
                logging.getLogFormat(),
                text(logging.getApplicationLogLevel()),
                text(logging.getSystemLogLevel()),
                text(logging.getLogGroup()),
                "[" + function.declaration().version() + "]$(" + POD_NAME + ")",
                true,
                "");
        EnvironmentVariables.Platform platform = new EnvironmentVariables.Platform(
                spec.getRuntime(),
                initializationType,
                common.region(),
                TASK_ROOT,
                "/opt/hearth/runtime",
                "/usr/bin:/bin");
        Map<String, String> escaped = new TreeMap<>();
        spec.getEnvironment().getVariables().forEach((name, value) -> escaped.put(name, value.replace("$(", "$$(")));
        Map<String, String> all = EnvironmentVariables.of(assignment, platform, escaped);
        // A runtime image of before HEARTH_TASK_ROOT writes there; a later one's launcher tells the function TASK_ROOT.
        all.put("LAMBDA_TASK_ROOT", FOLDER + "/" + TASK);
        return all;
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }

    private static EnvVar plain(String name, String value) {
        return new EnvVarBuilder().withName(name).withValue(value).build();
    }

    private static EnvVar referred(String name, VariableSource source) {
        EnvVarBuilder variable = new EnvVarBuilder().withName(name);
        @Nullable KeySelector secret = source.getSecretKeyRef();
        @Nullable KeySelector configMap = source.getConfigMapKeyRef();
        if (secret != null) {
            variable.withNewValueFrom()
                    .withNewSecretKeyRef(secret.getKey(), secret.getName(), secret.isOptional())
                    .endValueFrom();
        } else if (configMap != null) {
            variable.withNewValueFrom()
                    .withNewConfigMapKeyRef(configMap.getKey(), configMap.getName(), configMap.isOptional())
                    .endValueFrom();
        }
        return variable.build();
    }

    /** As few as can be: each one costs the kubelet time in every start. */
    private static List<Volume> volumes(FunctionConfiguration spec, Environments common) {
        return List.of(
                empty("tmp", spec.getEphemeralStorage().getSize() + "Mi"),
                empty("hearth", FOLDER_SIZE),
                new VolumeBuilder()
                        .withName("identity")
                        .withProjected(identity(common))
                        .build());
    }

    /** What proves this environment to its gateway, and its gateway to it. */
    private static ProjectedVolumeSource identity(Environments common) {
        ProjectedVolumeSourceBuilder identity = new ProjectedVolumeSourceBuilder()
                .withDefaultMode(0440)
                .addNewSource()
                .withNewServiceAccountToken(AUDIENCE, 3_600L, "token")
                .endSource();
        if (common.tls()) {
            identity.addNewSource()
                    .withNewConfigMap()
                    .withName(Names.AUTHORITIES)
                    .endConfigMap()
                    .endSource();
        }
        return identity.build();
    }

    private static Volume empty(String name, String size) {
        return new VolumeBuilder()
                .withName(name)
                .withNewEmptyDir()
                .withSizeLimit(new Quantity(size))
                .endEmptyDir()
                .build();
    }

    private static List<VolumeMount> mounts() {
        VolumeMount task = mount("hearth", TASK_ROOT, true);
        task.setSubPath(TASK);
        return List.of(
                mount("tmp", "/tmp", false), mount("hearth", FOLDER, false), task, mount("identity", IDENTITY, true));
    }

    private static VolumeMount mount(String name, String path, boolean readOnly) {
        return new VolumeMountBuilder()
                .withName(name)
                .withMountPath(path)
                .withReadOnly(readOnly)
                .build();
    }
}
