package dev.hearth.gateway.invoke;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnbuiltOperationsTest {
    private final UnbuiltOperations operations = new UnbuiltOperations();

    @ParameterizedTest
    @CsvSource({
        "GET, /2015-03-31/functions, '', ListFunctions",
        "POST, /2015-03-31/functions, '', CreateFunction",
        "GET, /2015-03-31/functions/hello, Qualifier=1, GetFunction",
        "PUT, /2015-03-31/functions/hello/code, '', UpdateFunctionCode",
        "GET, /2015-03-31/functions/hello/aliases/live, '', GetAlias",
        "GET, /2019-09-30/functions/hello/provisioned-concurrency, Qualifier=1, GetProvisionedConcurrencyConfig",
        "GET, /2019-09-30/functions/hello/provisioned-concurrency, List=ALL, ListProvisionedConcurrencyConfigs",
        "GET, /2018-10-31/layers, find=LayerVersion&Arn=x, GetLayerVersionByArn",
        "POST, /2014-11-13/functions/hello/invoke-async, '', InvokeAsync",
        "GET, /2015-03-31/functions/hello/invocations, '', ",
        "GET, /, '', ",
        "GET, /2015-03-31, '', ",
    })
    void namesTheOperation(String method, String path, String query, String operation) {
        assertThat(operations.find(method, path, query).orElse(null)).isEqualTo(operation);
    }
}
