package dev.hearth.operator.function;

import dev.hearth.crds.Function;
import dev.hearth.crds.FunctionCode;
import dev.hearth.crds.FunctionEnvironment;
import dev.hearth.crds.FunctionStatus;
import dev.hearth.crds.ServedRevision;
import dev.hearth.operator.desired.Declaration;
import dev.hearth.operator.gateway.CodeAnswer;
import dev.hearth.operator.gateway.GatewayClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Optional;

/** Looks up what a function refers to: its name, its account, its code. */
final class References {
    private static final String WRAPPER = "AWS_LAMBDA_EXEC_WRAPPER";

    private final Surroundings surroundings;
    private final AccountReferences account;
    private final GatewayClient gateway;

    References(Surroundings surroundings, GatewayClient gateway) {
        this.surroundings = surroundings;
        this.account = new AccountReferences(surroundings);
        this.gateway = gateway;
    }

    Resolution resolve(Function function) {
        return obstacle(function).<Resolution>map(Resolution.Blocked::new).orElseGet(() -> withCode(function));
    }

    private Optional<Obstacle> obstacle(Function function) {
        return nameConflict(function)
                .or(() -> account.obstacle(Declaration.of(function)))
                .or(() -> account.destination(
                        function.getMetadata().getNamespace(),
                        Declaration.functionName(function),
                        function.getSpec().getEventInvokeConfig()));
    }

    private Optional<Obstacle> nameConflict(Function function) {
        return surroundings
                .elderNamesake(function)
                .map(elder -> new Obstacle(
                        Reason.NameConflict,
                        "Function '" + elder.getMetadata().getName() + "' has the Lambda name '"
                                + Declaration.functionName(function)
                                + "' already; delete one of them or set another functionName"));
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
        return new Resolution.Resolved(account.resolved(Declaration.of(function), sha256));
    }
}
