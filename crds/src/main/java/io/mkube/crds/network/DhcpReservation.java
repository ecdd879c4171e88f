package io.mkube.crds.network;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.mkube.crds.schema.Defaults;
import io.mkube.crds.schema.Formats;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A fixed lease for a hardware address.
 *
 * @param mac hardware address
 * @param ip address of the lease
 * @param hostname name of the host in the zone
 * @param nextServer boot server
 * @param bootFile boot file for machines with BIOS
 * @param bootFileEfi boot file for machines with UEFI
 * @param gateway gateway instead of the one of the network
 * @param dnsServers DNS servers instead of the one of the network
 * @param domain domain instead of the zone of the network
 * @param ipxeBootUrl script that iPXE loads
 * @param rootPath root path option, such as an iSCSI target
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record DhcpReservation(
    @Required @Pattern(Formats.MAC) @JsonPropertyDescription("Hardware address.") String mac,
    @Required @Pattern(Formats.IP) @JsonPropertyDescription("Address of the lease.") String ip,
    @Pattern(Formats.DNS_NAME)
        @Size(max = 253)
        @JsonPropertyDescription("Name of the host in the zone.")
        @Nullable String hostname,
    @Pattern(Formats.IP) @JsonPropertyDescription("Boot server.") @Nullable String nextServer,
    @Size(max = 255) @JsonPropertyDescription("Boot file for machines with BIOS.")
        @Nullable String bootFile,
    @Size(max = 255) @JsonPropertyDescription("Boot file for machines with UEFI.")
        @Nullable String bootFileEfi,
    @Pattern(Formats.IP) @JsonPropertyDescription("Gateway instead of the one of the network.")
        @Nullable String gateway,
    @JsonPropertyDescription("DNS servers instead of the one of the network.")
        List<String> dnsServers,
    @Pattern(Formats.DNS_NAME)
        @Size(max = 253)
        @JsonPropertyDescription("Domain instead of the zone of the network.")
        @Nullable String domain,
    @Pattern(Formats.HTTP_URL) @Size(max = 2048) @JsonPropertyDescription("Script that iPXE loads.")
        @Nullable String ipxeBootUrl,
    @Size(max = 1024) @JsonPropertyDescription("Root path option, such as an iSCSI target.")
        @Nullable String rootPath) {
  public DhcpReservation {
    dnsServers = Defaults.orEmpty(dnsServers);
  }
}
