package dev.hearth.gateway.invoke;

import java.util.List;
import java.util.Optional;

/**
 * Lambda's operations that Hearth does not have yet, so that each can be refused by its name.
 *
 * <p>Method, path and required query parameter come from Lambda's published service model.
 */
final class UnbuiltOperations {
    private static final String TABLE = """
            GET /2018-10-31/layers?find=LayerVersion GetLayerVersionByArn
            GET /2019-09-30/functions/{FunctionName}/provisioned-concurrency?List=ALL ListProvisionedConcurrencyConfigs
            POST /2014-11-13/functions/{FunctionName}/invoke-async InvokeAsync
            GET /2015-03-31/event-source-mappings ListEventSourceMappings
            POST /2015-03-31/event-source-mappings CreateEventSourceMapping
            DELETE /2015-03-31/event-source-mappings/{UUID} DeleteEventSourceMapping
            GET /2015-03-31/event-source-mappings/{UUID} GetEventSourceMapping
            PUT /2015-03-31/event-source-mappings/{UUID} UpdateEventSourceMapping
            GET /2015-03-31/functions ListFunctions
            POST /2015-03-31/functions CreateFunction
            DELETE /2015-03-31/functions/{FunctionName} DeleteFunction
            GET /2015-03-31/functions/{FunctionName} GetFunction
            GET /2015-03-31/functions/{FunctionName}/aliases ListAliases
            POST /2015-03-31/functions/{FunctionName}/aliases CreateAlias
            DELETE /2015-03-31/functions/{FunctionName}/aliases/{Name} DeleteAlias
            GET /2015-03-31/functions/{FunctionName}/aliases/{Name} GetAlias
            PUT /2015-03-31/functions/{FunctionName}/aliases/{Name} UpdateAlias
            PUT /2015-03-31/functions/{FunctionName}/code UpdateFunctionCode
            GET /2015-03-31/functions/{FunctionName}/configuration GetFunctionConfiguration
            PUT /2015-03-31/functions/{FunctionName}/configuration UpdateFunctionConfiguration
            GET /2015-03-31/functions/{FunctionName}/policy GetPolicy
            POST /2015-03-31/functions/{FunctionName}/policy AddPermission
            DELETE /2015-03-31/functions/{FunctionName}/policy/{StatementId} RemovePermission
            GET /2015-03-31/functions/{FunctionName}/versions ListVersionsByFunction
            POST /2015-03-31/functions/{FunctionName}/versions PublishVersion
            GET /2016-08-19/account-settings GetAccountSettings
            DELETE /2017-03-31/tags/{Resource} UntagResource
            GET /2017-03-31/tags/{Resource} ListTags
            POST /2017-03-31/tags/{Resource} TagResource
            DELETE /2017-10-31/functions/{FunctionName}/concurrency DeleteFunctionConcurrency
            PUT /2017-10-31/functions/{FunctionName}/concurrency PutFunctionConcurrency
            GET /2018-10-31/layers ListLayers
            GET /2018-10-31/layers/{LayerName}/versions ListLayerVersions
            POST /2018-10-31/layers/{LayerName}/versions PublishLayerVersion
            DELETE /2018-10-31/layers/{LayerName}/versions/{VersionNumber} DeleteLayerVersion
            GET /2018-10-31/layers/{LayerName}/versions/{VersionNumber} GetLayerVersion
            GET /2018-10-31/layers/{LayerName}/versions/{VersionNumber}/policy GetLayerVersionPolicy
            POST /2018-10-31/layers/{LayerName}/versions/{VersionNumber}/policy AddLayerVersionPermission
            DELETE /2018-10-31/layers/{LayerName}/versions/{VersionNumber}/policy/{StatementId} RemoveLayerVersionPermission
            DELETE /2019-09-25/functions/{FunctionName}/event-invoke-config DeleteFunctionEventInvokeConfig
            GET /2019-09-25/functions/{FunctionName}/event-invoke-config GetFunctionEventInvokeConfig
            POST /2019-09-25/functions/{FunctionName}/event-invoke-config UpdateFunctionEventInvokeConfig
            PUT /2019-09-25/functions/{FunctionName}/event-invoke-config PutFunctionEventInvokeConfig
            GET /2019-09-25/functions/{FunctionName}/event-invoke-config/list ListFunctionEventInvokeConfigs
            GET /2019-09-30/functions/{FunctionName}/concurrency GetFunctionConcurrency
            DELETE /2019-09-30/functions/{FunctionName}/provisioned-concurrency DeleteProvisionedConcurrencyConfig
            GET /2019-09-30/functions/{FunctionName}/provisioned-concurrency GetProvisionedConcurrencyConfig
            PUT /2019-09-30/functions/{FunctionName}/provisioned-concurrency PutProvisionedConcurrencyConfig
            GET /2020-04-22/code-signing-configs ListCodeSigningConfigs
            POST /2020-04-22/code-signing-configs CreateCodeSigningConfig
            DELETE /2020-04-22/code-signing-configs/{CodeSigningConfigArn} DeleteCodeSigningConfig
            GET /2020-04-22/code-signing-configs/{CodeSigningConfigArn} GetCodeSigningConfig
            PUT /2020-04-22/code-signing-configs/{CodeSigningConfigArn} UpdateCodeSigningConfig
            GET /2020-04-22/code-signing-configs/{CodeSigningConfigArn}/functions ListFunctionsByCodeSigningConfig
            DELETE /2020-06-30/functions/{FunctionName}/code-signing-config DeleteFunctionCodeSigningConfig
            GET /2020-06-30/functions/{FunctionName}/code-signing-config GetFunctionCodeSigningConfig
            PUT /2020-06-30/functions/{FunctionName}/code-signing-config PutFunctionCodeSigningConfig
            GET /2021-07-20/functions/{FunctionName}/runtime-management-config GetRuntimeManagementConfig
            PUT /2021-07-20/functions/{FunctionName}/runtime-management-config PutRuntimeManagementConfig
            DELETE /2021-10-31/functions/{FunctionName}/url DeleteFunctionUrlConfig
            GET /2021-10-31/functions/{FunctionName}/url GetFunctionUrlConfig
            POST /2021-10-31/functions/{FunctionName}/url CreateFunctionUrlConfig
            PUT /2021-10-31/functions/{FunctionName}/url UpdateFunctionUrlConfig
            GET /2021-10-31/functions/{FunctionName}/urls ListFunctionUrlConfigs
            GET /2024-08-31/functions/{FunctionName}/recursion-config GetFunctionRecursionConfig
            PUT /2024-08-31/functions/{FunctionName}/recursion-config PutFunctionRecursionConfig
            GET /2025-11-30/capacity-providers ListCapacityProviders
            POST /2025-11-30/capacity-providers CreateCapacityProvider
            DELETE /2025-11-30/capacity-providers/{CapacityProviderName} DeleteCapacityProvider
            GET /2025-11-30/capacity-providers/{CapacityProviderName} GetCapacityProvider
            PUT /2025-11-30/capacity-providers/{CapacityProviderName} UpdateCapacityProvider
            GET /2025-11-30/capacity-providers/{CapacityProviderName}/function-versions ListFunctionVersionsByCapacityProvider
            GET /2025-11-30/functions/{FunctionName}/function-scaling-config GetFunctionScalingConfig
            PUT /2025-11-30/functions/{FunctionName}/function-scaling-config PutFunctionScalingConfig
            POST /2025-12-01/durable-execution-callbacks/{CallbackId}/fail SendDurableExecutionCallbackFailure
            POST /2025-12-01/durable-execution-callbacks/{CallbackId}/heartbeat SendDurableExecutionCallbackHeartbeat
            POST /2025-12-01/durable-execution-callbacks/{CallbackId}/succeed SendDurableExecutionCallbackSuccess
            GET /2025-12-01/durable-executions/{DurableExecutionArn} GetDurableExecution
            POST /2025-12-01/durable-executions/{DurableExecutionArn}/checkpoint CheckpointDurableExecution
            GET /2025-12-01/durable-executions/{DurableExecutionArn}/history GetDurableExecutionHistory
            GET /2025-12-01/durable-executions/{DurableExecutionArn}/state GetDurableExecutionState
            POST /2025-12-01/durable-executions/{DurableExecutionArn}/stop StopDurableExecution
            GET /2025-12-01/functions/{FunctionName}/durable-executions ListDurableExecutionsByFunction
            """;

    private final List<Operation> operations =
            TABLE.lines().map(Operation::parse).toList();

    /** The operation that a request means; empty: Lambda has none such either. */
    Optional<String> find(String method, String path, String query) {
        String[] segments = path.split("/");
        return operations.stream()
                .filter(operation -> operation.matches(method, segments, query))
                .map(Operation::name)
                .findFirst();
    }

    private record Operation(String method, String[] template, String query, String name) {
        static Operation parse(String line) {
            String[] column = line.split(" ");
            String[] uri = column[1].split("\\?");
            return new Operation(column[0], uri[0].split("/"), uri.length > 1 ? uri[1] : "", column[2]);
        }

        boolean matches(String method, String[] path, String query) {
            if (!this.method.equals(method) || path.length != template.length || !query.contains(this.query)) {
                return false;
            }
            for (int i = 0; i < path.length; i++) {
                if (!template[i].startsWith("{") && !template[i].equals(path[i])) {
                    return false;
                }
            }
            return true;
        }
    }
}
