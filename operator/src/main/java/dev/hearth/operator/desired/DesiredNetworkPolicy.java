package dev.hearth.operator.desired;

import dev.hearth.crds.VpcConfig;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.networking.v1.IPBlock;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRuleBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whom a function's pods may talk to: nobody inbound but scrapers of their metrics; outbound the gateway, DNS, the public
 * Internet, and of private networks only what {@code vpcConfig} names.
 */
public final class DesiredNetworkPolicy {
    private static final List<String> PRIVATE_V4 =
            List.of("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "169.254.0.0/16", "127.0.0.0/8");
    private static final List<String> PRIVATE_V6 = List.of("fc00::/7", "fe80::/10", "::1/128");
    private static final String NAMESPACE_NAME = "kubernetes.io/metadata.name";
    private static final int ENVIRONMENTS = 9001;
    private static final int DNS = 53;
    /** Namespaces with this label may scrape metrics of environments. */
    private static final String SCRAPES = "lambda.hearth.dev/metrics";

    private DesiredNetworkPolicy() {}

    public static NetworkPolicy of(Declaration declaration, Environments common) {
        Map<String, String> labels = Labels.of(declaration);
        return new NetworkPolicyBuilder()
                .withNewMetadata()
                .withNamespace(declaration.namespace())
                .withName(Names.networkPolicy(declaration))
                .withLabels(labels)
                .withOwnerReferences(Owner.of(declaration.resource()))
                .endMetadata()
                .withNewSpec()
                .withNewPodSelector()
                .addToMatchLabels(Labels.FUNCTION, labels.get(Labels.FUNCTION))
                .addToMatchLabels(Labels.VERSION, labels.get(Labels.VERSION))
                .endPodSelector()
                .withPolicyTypes("Ingress", "Egress")
                .addNewIngress()
                .addNewFrom()
                .withNewNamespaceSelector()
                .withMatchLabels(Map.of(SCRAPES, "scrapes"))
                .endNamespaceSelector()
                .endFrom()
                .withPorts(port("TCP", DesiredPod.METRICS))
                .endIngress()
                .withEgress(egress(declaration, common))
                .endSpec()
                .build();
    }

    private static List<NetworkPolicyEgressRule> egress(Declaration declaration, Environments common) {
        List<NetworkPolicyEgressRule> rules = new ArrayList<>(List.of(gateway(common), dns(), internet()));
        Optional.ofNullable(declaration.configuration().getVpcConfig()).ifPresent(vpc -> rules.addAll(networks(vpc)));
        return rules;
    }

    private static NetworkPolicyEgressRule gateway(Environments common) {
        return new NetworkPolicyEgressRuleBuilder()
                .addNewTo()
                .withNewNamespaceSelector()
                .withMatchLabels(Map.of(NAMESPACE_NAME, common.gatewayNamespace()))
                .endNamespaceSelector()
                .withNewPodSelector()
                .withMatchLabels(Map.of("app.kubernetes.io/name", "hearth-gateway"))
                .endPodSelector()
                .endTo()
                .withPorts(port("TCP", ENVIRONMENTS))
                .build();
    }

    /** Any resolver: clusters differ in where theirs is. */
    private static NetworkPolicyEgressRule dns() {
        return new NetworkPolicyEgressRuleBuilder()
                .withPorts(port("UDP", DNS), port("TCP", DNS))
                .build();
    }

    private static NetworkPolicyPort port(String protocol, int number) {
        return new NetworkPolicyPort(null, new IntOrString(number), protocol);
    }

    private static NetworkPolicyEgressRule internet() {
        return new NetworkPolicyEgressRuleBuilder()
                .addNewTo()
                .withIpBlock(new IPBlock("0.0.0.0/0", PRIVATE_V4))
                .endTo()
                .addNewTo()
                .withIpBlock(new IPBlock("::/0", PRIVATE_V6))
                .endTo()
                .build();
    }

    private static List<NetworkPolicyEgressRule> networks(VpcConfig vpc) {
        Stream<NetworkPolicyEgressRule> subnets = vpc.getSubnetIds().stream()
                .map(block -> new NetworkPolicyEgressRuleBuilder()
                        .addNewTo()
                        .withNewIpBlock()
                        .withCidr(block)
                        .endIpBlock()
                        .endTo()
                        .build());
        Stream<NetworkPolicyEgressRule> groups = vpc.getSecurityGroupIds().stream()
                .map(group -> new NetworkPolicyEgressRuleBuilder()
                        .addNewTo()
                        .withNewPodSelector()
                        .withMatchLabels(Map.of(Labels.SECURITY_GROUP, group))
                        .endPodSelector()
                        .endTo()
                        .build());
        return Stream.concat(subnets, groups).toList();
    }
}
