package io.mkube.crds.baremetalhost;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.crd.generator.annotation.PreserveUnknownFields;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.mkube.crds.schema.Defaults;
import io.mkube.crds.schema.Formats;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a host is made of and should do.
 *
 * @param bmc power control of the machine
 * @param bootMACAddress hardware address of the card that boots
 * @param online whether the machine should run; absent leaves it as it is
 * @param image what the machine boots: name of a CD-ROM, or localboot
 * @param network network of the machine
 * @param ip address of the machine
 * @param hostname name of the machine in the zone; absent means the name of the object
 * @param nextServer boot server
 * @param bootFile boot file for machines with BIOS
 * @param bootFileEfi boot file for machines with UEFI
 * @param bootConfigRef bootConfig that the machine receives
 * @param disk disk that the machine boots from
 * @param bootMode whether the image is booted once or always
 * @param template host template
 * @param ignition ignition configuration of this machine
 * @param kickstart kickstart configuration of this machine
 * @param nics further network cards
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record BareMetalHostSpec(
    @JsonPropertyDescription("Power control of the machine.") @Nullable HostBmc bmc,
    @Pattern(Formats.MAC) @JsonPropertyDescription("Hardware address of the card that boots.")
        @Nullable String bootMACAddress,
    @JsonPropertyDescription("Whether the machine should run; absent leaves it as it is.")
        @Nullable Boolean online,
    @Size(max = 253)
        @JsonPropertyDescription("What the machine boots: name of a CD-ROM, or localboot.")
        @Nullable String image,
    @Pattern(Formats.OBJECT_NAME)
        @Size(max = 253)
        @JsonPropertyDescription("Network of the machine.")
        @Nullable String network,
    @Pattern(Formats.IP) @JsonPropertyDescription("Address of the machine.") @Nullable String ip,
    @Pattern(Formats.DNS_NAME)
        @Size(max = 253)
        @JsonPropertyDescription(
            "Name of the machine in the zone; absent means the name of the object.")
        @Nullable String hostname,
    @Pattern(Formats.IP) @JsonPropertyDescription("Boot server.") @Nullable String nextServer,
    @Size(max = 255) @JsonPropertyDescription("Boot file for machines with BIOS.")
        @Nullable String bootFile,
    @Size(max = 255) @JsonPropertyDescription("Boot file for machines with UEFI.")
        @Nullable String bootFileEfi,
    @Pattern(Formats.OBJECT_NAME)
        @Size(max = 253)
        @JsonPropertyDescription("BootConfig that the machine receives.")
        @Nullable String bootConfigRef,
    @Pattern(Formats.OBJECT_NAME) @JsonPropertyDescription("Disk that the machine boots from.")
        @Nullable String disk,
    @JsonPropertyDescription("Whether the image is booted once or always.")
        @Nullable BootMode bootMode,
    @Size(max = 253) @JsonPropertyDescription("Host template.") @Nullable String template,
    @PreserveUnknownFields @JsonPropertyDescription("Ignition configuration of this machine.")
        @Nullable JsonNode ignition,
    @JsonPropertyDescription("Kickstart configuration of this machine.") @Nullable String kickstart,
    @Size(max = 64) @JsonPropertyDescription("Further network cards.") List<HostNic> nics) {
  public BareMetalHostSpec {
    nics = Defaults.orEmpty(nics);
  }
}
