package io.mkube.crds.network;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.mkube.crds.schema.Defaults;
import io.mkube.crds.schema.Formats;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a network is made of.
 *
 * @param type purpose of the network; absent means data
 * @param bridge bridge on the device; absent means bridge- and the name of the network
 * @param cidr IPv4 range of the network, such as 192.168.200.0/24
 * @param cidr6 IPv6 range of the network, such as fd00:200::/64
 * @param gateway IPv4 address of the router in this network
 * @param gateway6 IPv6 address of the router in this network
 * @param vlan VLAN number; 0 means untagged
 * @param router the router of the network
 * @param dns the DNS server of the network
 * @param dhcp DHCP service of the network
 * @param ipam IPv4 addresses that containers get; absent means the whole range
 * @param ipam6 IPv6 addresses that containers get; absent means the whole range
 * @param externalDNS whether the DNS server is run by somebody else and never written to
 * @param managed whether the control plane deploys the DNS server of the network itself
 * @param staticRecords address records of the infrastructure
 * @param pairNetwork network with the management interfaces of the same machines
 * @param provisioned whether bridge, gateway address and relay were made by the control plane
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(value = "!has(self.gateway6) || has(self.cidr6)", message = "gateway6 needs cidr6")
@ValidationRule(value = "!has(self.ipam6) || has(self.cidr6)", message = "ipam6 needs cidr6")
public record NetworkSpec(
    @JsonPropertyDescription("Purpose of the network; absent means data.")
        @Nullable NetworkType type,
    @Pattern(Formats.INTERFACE_NAME)
        @Size(max = 63)
        @JsonPropertyDescription(
            "Bridge on the device; absent means bridge- and the name of the network.")
        @Nullable String bridge,
    @Required
        @Pattern(Formats.CIDR4)
        @JsonPropertyDescription("IPv4 range of the network, such as 192.168.200.0/24.")
        String cidr,
    @Pattern(Formats.CIDR6)
        @JsonPropertyDescription("IPv6 range of the network, such as fd00:200::/64.")
        @Nullable String cidr6,
    @Pattern(Formats.IPV4) @JsonPropertyDescription("IPv4 address of the router in this network.")
        @Nullable String gateway,
    @Pattern(Formats.IPV6) @JsonPropertyDescription("IPv6 address of the router in this network.")
        @Nullable String gateway6,
    @Min(0) @Max(4094) @JsonPropertyDescription("VLAN number; 0 means untagged.")
        @Nullable Integer vlan,
    @JsonPropertyDescription("The router of the network.") @Nullable NetworkRouter router,
    @JsonPropertyDescription("The DNS server of the network.") @Nullable NetworkDns dns,
    @JsonPropertyDescription("DHCP service of the network.") @Nullable NetworkDhcp dhcp,
    @JsonPropertyDescription("IPv4 addresses that containers get; absent means the whole range.")
        @Nullable AddressRange ipam,
    @JsonPropertyDescription("IPv6 addresses that containers get; absent means the whole range.")
        @Nullable AddressRange6 ipam6,
    @JsonPropertyDescription("Whether the DNS server is run by somebody else and never written to.")
        boolean externalDNS,
    @JsonPropertyDescription(
            "Whether the control plane deploys the DNS server of the network itself.")
        boolean managed,
    @Size(max = 1024) @JsonPropertyDescription("Address records of the infrastructure.")
        List<StaticRecord> staticRecords,
    @Pattern(Formats.OBJECT_NAME)
        @JsonPropertyDescription("Network with the management interfaces of the same machines.")
        @Nullable String pairNetwork,
    @JsonPropertyDescription(
            "Whether bridge, gateway address and relay were made by the control plane.")
        boolean provisioned) {
  public NetworkSpec {
    staticRecords = Defaults.orEmpty(staticRecords);
  }
}
