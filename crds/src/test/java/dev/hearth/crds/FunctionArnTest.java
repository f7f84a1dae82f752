package dev.hearth.crds;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FunctionArnTest {
    @ParameterizedTest
    @CsvSource({
        "us-east-1, aws",
        "eu-central-1, aws",
        "mx-central-1, aws",
        "cn-north-1, aws-cn",
        "us-gov-west-1, aws-us-gov",
        "eusc-de-east-1, aws-eusc",
        "us-iso-east-1, aws-iso",
        "us-isob-east-1, aws-iso-b",
        "eu-isoe-west-1, aws-iso-e",
        "us-isof-south-1, aws-iso-f",
    })
    void everyRegionIsInThePartitionThatAwsSays(String region, String partition) {
        assertThat(region).matches(FunctionArn.REGION);
        assertThat(FunctionArn.of(region, "123456789012", "hello"))
                .isEqualTo("arn:" + partition + ":lambda:" + region + ":123456789012:function:hello");
    }
}
