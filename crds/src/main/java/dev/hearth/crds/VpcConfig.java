package dev.hearth.crds;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** Private networks a function may reach; as in a VPC, the public Internet is then reached only where a block covers it. */
@ValidationRule(
        value = "size(self.subnetIds) + size(self.securityGroupIds) > 0",
        message = "names no network; list subnetIds or securityGroupIds, or remove vpcConfig")
public class VpcConfig {
    private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])";
    private static final String V4 = "^(" + OCTET + "\\\\.){3}" + OCTET + "/(3[0-2]|[12]?[0-9])$";
    private static final String V6 = "^[0-9a-fA-F:]*:[0-9a-fA-F:]*/(12[0-8]|1[01][0-9]|[1-9]?[0-9])$";

    @JsonPropertyDescription("Blocks of addresses the function may reach, e.g. 10.20.0.0/16, at most 16.")
    @Default("[]")
    @Size(max = 16)
    @ValidationRule(
            value = "self.all(block, block.matches('" + V4 + "') || block.matches('" + V6 + "'))",
            message = "must be blocks of addresses, e.g. 10.20.0.0/16; names of subnets mean nothing here")
    private List<@Size(max = 64) String> subnetIds = List.of();

    @JsonPropertyDescription(
            "Pods of the namespace that the function may reach: those whose label lambda.hearth.dev/security-group is one of these values, at most 5.")
    @Default("[]")
    @Size(max = 5)
    @ValidationRule(
            value = "self.all(group, group.matches('^[A-Za-z0-9]([A-Za-z0-9_.-]*[A-Za-z0-9])?$'))",
            message = "must be values that a label can have: letters, digits, hyphens, dots and underscores")
    private List<@Size(max = 63) String> securityGroupIds = List.of();

    public List<@Size(max = 64) String> getSubnetIds() {
        return subnetIds;
    }

    public void setSubnetIds(List<@Size(max = 64) String> subnetIds) {
        this.subnetIds = subnetIds;
    }

    public List<@Size(max = 63) String> getSecurityGroupIds() {
        return securityGroupIds;
    }

    public void setSecurityGroupIds(List<@Size(max = 63) String> securityGroupIds) {
        this.securityGroupIds = securityGroupIds;
    }
}
