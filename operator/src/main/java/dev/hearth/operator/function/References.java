package dev.hearth.operator.function;

import dev.hearth.crds.Account;
import dev.hearth.crds.Function;
import dev.hearth.crds.FunctionCode;
import dev.hearth.crds.FunctionEnvironment;
import dev.hearth.crds.FunctionStatus;
import dev.hearth.crds.ServedRevision;
import dev.hearth.operator.desired.Labels;
import dev.hearth.operator.desired.ResolvedFunction;
import dev.hearth.operator.gateway.CodeAnswer;
import dev.hearth.operator.gateway.GatewayClient;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;
import java.util.Optional;

/** Looks up what a function refers to: its account, its service account, its code. */
final class References {
    private static final String WRAPPER = "AWS_LAMBDA_EXEC_WRAPPER";
    private static final String ALLOWED = "allowed";

    private final Surroundings surroundings;
    private final GatewayClient gateway;

    References(Surroundings surroundings, GatewayClient gateway) {
        this.surroundings = surroundings;
        this.gateway = gateway;
    }

    Resolution resolve(Function function) {
        return obstacle(function).<Resolution>map(Resolution.Blocked::new).orElseGet(() -> withCode(function));
    }

    private Optional<Obstacle> obstacle(Function function) {
        return nameConflict(function).or(() -> accountConflict(function)).or(() -> roleProblem(function));
    }

    private Optional<Obstacle> nameConflict(Function function) {
        return surroundings
                .elderNamesake(function)
                .map(elder -> new Obstacle(
                        Reason.NameConflict,
                        "Function '" + elder.getMetadata().getName() + "' has the Lambda name '"
                                + ResolvedFunction.functionName(function)
                                + "' already; delete one of them or set another functionName"));
    }

    private Optional<Obstacle> accountConflict(Function function) {
        String own = function.getMetadata().getNamespace();
        String id = accountId(own);
        return surroundings.namespacesOf(id).stream()
                .filter(other -> !other.getMetadata().getName().equals(own))
                .findFirst()
                .map(other -> new Obstacle(
                        Reason.AccountIdConflict,
                        "namespace '" + other.getMetadata().getName() + "' has account id " + id
                                + " too; give one of both another one with annotation " + Surroundings.ACCOUNT_ID));
    }

    private String accountId(String namespace) {
        return surroundings.namespace(namespace).map(Surroundings::accountId).orElseGet(() -> Account.idOf(namespace));
    }

    private Optional<Obstacle> roleProblem(Function function) {
        if (function.getSpec().getRole() == null) {
            return Optional.empty();
        }
        String name = Surroundings.serviceAccountOf(function);
        String namespace = function.getMetadata().getNamespace();
        Optional<ServiceAccount> account = surroundings.serviceAccount(namespace, name);
        if (account.isEmpty()) {
            return Optional.of(new Obstacle(
                    Reason.ServiceAccountNotFound,
                    "spec.role names service account '" + name
                            + "', which does not exist; make it: kubectl create serviceaccount " + name + " -n "
                            + namespace));
        }
        boolean allowed = ALLOWED.equals(labels(account.get()).get(Labels.ASSUME_ROLE));
        return allowed
                ? Optional.empty()
                : Optional.of(new Obstacle(
                        Reason.ServiceAccountForbidden,
                        "functions may not run as service account '" + name
                                + "'; to allow it: kubectl label serviceaccount " + name + " " + Labels.ASSUME_ROLE
                                + "=" + ALLOWED + " -n " + namespace));
    }

    private static Map<String, String> labels(ServiceAccount account) {
        return Optional.ofNullable(account.getMetadata().getLabels()).orElseGet(Map::of);
    }

    private Resolution withCode(Function function) {
        FunctionCode code = function.getSpec().getCode();
        if (code.getConfigMap() == null && code.getHttp() == null && code.getMaven() == null) {
            return new Resolution.Blocked(
                    new Obstacle(
                            Reason.CodeNotInCluster,
                            "spec.code.file is on somebody's machine; in a cluster name spec.code.configMap, spec.code.http or spec.code.maven"));
        }
        Optional<String> pinned = pinnedBefore(function);
        if (pinned.isPresent() && hasHandlerOfBefore(function)) {
            return resolved(function, pinned.get());
        }
        Optional<String> known = pinned.or(() -> surroundings.packageInConfigMap(function));
        return switch (gateway.code(function, handlerInCode(function), known)) {
            case CodeAnswer.Pinned(String sha256) -> resolved(function, sha256);
            case CodeAnswer.Reading reading ->
                new Resolution.Blocked(new Obstacle(Reason.CodeBeingRead, "the gateway is reading the code"));
            case CodeAnswer.Refused(String reason, String message) ->
                new Resolution.Blocked(new Obstacle(Reason.ofGateway(reason), message));
        };
    }

    /** Empty when a wrapper may start something else or add to the class path. */
    private static String handlerInCode(Function function) {
        FunctionEnvironment environment = function.getSpec().getEnvironment();
        boolean wrapped = environment.getVariables().containsKey(WRAPPER)
                || environment.getVariablesFrom().containsKey(WRAPPER);
        return wrapped ? "" : function.getSpec().getHandler();
    }

    /** What was pinned stays until its source is another one; a ConfigMap is another one when its content is. */
    private Optional<String> pinnedBefore(Function function) {
        FunctionCode code = function.getSpec().getCode();
        return Optional.ofNullable(function.getStatus())
                .map(FunctionStatus::getRevision)
                .filter(served -> isSame(served.getCode(), code))
                .map(ServedRevision::getCodeSha256)
                .filter(sha256 -> code.getConfigMap() == null
                        || surroundings
                                .packageInConfigMap(function)
                                .filter(sha256::equals)
                                .isPresent());
    }

    private static boolean hasHandlerOfBefore(Function function) {
        return Optional.ofNullable(function.getStatus())
                .map(FunctionStatus::getRevision)
                .filter(served -> served.getHandler().equals(function.getSpec().getHandler()))
                .isPresent();
    }

    private static boolean isSame(FunctionCode one, FunctionCode other) {
        return Serialization.asJson(one).equals(Serialization.asJson(other));
    }

    private Resolution resolved(Function function, String sha256) {
        return new Resolution.Resolved(new ResolvedFunction(
                function,
                accountId(function.getMetadata().getNamespace()),
                Surroundings.serviceAccountOf(function),
                sha256));
    }
}
