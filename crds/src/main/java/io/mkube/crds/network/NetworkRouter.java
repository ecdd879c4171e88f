package io.mkube.crds.network;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.mkube.crds.schema.Formats;
import org.jspecify.annotations.Nullable;

/**
 * The router of a network, as it appears in the zone.
 *
 * @param name name of the router in the zone; its record points to the gateway
 * @param ip address of the router
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record NetworkRouter(
    @Pattern(Formats.DNS_NAME)
        @Size(max = 253)
        @JsonPropertyDescription(
            "Name of the router in the zone; its record points to the gateway.")
        @Nullable String name,
    @Pattern(Formats.IP) @JsonPropertyDescription("Address of the router.") @Nullable String ip) {}
