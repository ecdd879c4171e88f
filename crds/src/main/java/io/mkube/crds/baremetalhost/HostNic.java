package io.mkube.crds.baremetalhost;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.mkube.crds.schema.Formats;
import org.jspecify.annotations.Nullable;

/**
 * A network card of a machine.
 *
 * @param mac hardware address
 * @param ip address
 * @param role what the card is for
 * @param network network that it is on
 * @param hostname name of the card in the zone
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record HostNic(
    @Required @Pattern(Formats.MAC) @JsonPropertyDescription("Hardware address.") String mac,
    @Pattern(Formats.IP) @JsonPropertyDescription("Address.") @Nullable String ip,
    @Size(max = 63) @JsonPropertyDescription("What the card is for.") @Nullable String role,
    @Pattern(Formats.OBJECT_NAME) @JsonPropertyDescription("Network that it is on.")
        @Nullable String network,
    @Pattern(Formats.DNS_NAME)
        @Size(max = 253)
        @JsonPropertyDescription("Name of the card in the zone.")
        @Nullable String hostname) {}
