package io.mkube.crds.network;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.mkube.crds.schema.Formats;

/**
 * A name of the infrastructure.
 *
 * @param name name relative to the zone
 * @param ip address
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record StaticRecord(
    @Required
        @Pattern(Formats.RECORD_NAME)
        @Size(max = 253)
        @JsonPropertyDescription("Name relative to the zone.")
        String name,
    @Required @Pattern(Formats.IP) @JsonPropertyDescription("Address.") String ip) {}
