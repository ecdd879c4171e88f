package io.mkube.crds.network;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.mkube.crds.schema.Defaults;
import io.mkube.crds.schema.Formats;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * DHCP service of a network.
 *
 * @param enabled whether leases are given out
 * @param rangeStart first address of the dynamic range
 * @param rangeEnd last address of the dynamic range
 * @param leaseTime lease time in seconds; absent means 3600
 * @param nextServer boot server
 * @param bootFile boot file for machines with BIOS
 * @param bootFileEfi boot file for machines with UEFI
 * @param serverNetwork network whose DHCP server serves this one through a relay
 * @param ntpServers time servers; absent means the gateway
 * @param reservations fixed leases
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
    value = "has(self.rangeStart) == has(self.rangeEnd)",
    message = "rangeStart and rangeEnd go together")
public record NetworkDhcp(
    @JsonPropertyDescription("Whether leases are given out.") boolean enabled,
    @Pattern(Formats.IP) @JsonPropertyDescription("First address of the dynamic range.")
        @Nullable String rangeStart,
    @Pattern(Formats.IP) @JsonPropertyDescription("Last address of the dynamic range.")
        @Nullable String rangeEnd,
    @Min(60) @Max(2147483647) @JsonPropertyDescription("Lease time in seconds; absent means 3600.")
        @Nullable Integer leaseTime,
    @Pattern(Formats.IP) @JsonPropertyDescription("Boot server.") @Nullable String nextServer,
    @Size(max = 255) @JsonPropertyDescription("Boot file for machines with BIOS.")
        @Nullable String bootFile,
    @Size(max = 255) @JsonPropertyDescription("Boot file for machines with UEFI.")
        @Nullable String bootFileEfi,
    @Pattern(Formats.OBJECT_NAME)
        @JsonPropertyDescription("Network whose DHCP server serves this one through a relay.")
        @Nullable String serverNetwork,
    @JsonPropertyDescription("Time servers; absent means the gateway.") List<String> ntpServers,
    @Size(max = 4096) @JsonPropertyDescription("Fixed leases.")
        List<DhcpReservation> reservations) {
  public NetworkDhcp {
    ntpServers = Defaults.orEmpty(ntpServers);
    reservations = Defaults.orEmpty(reservations);
  }
}
