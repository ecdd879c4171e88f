package io.mkube.crds.network;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;

/**
 * A zone at a DNS server.
 *
 * @param endpoint base URL of the server's REST interface
 * @param zone name of the zone
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ServedZone(
    @Required @JsonPropertyDescription("Base URL of the server's REST interface.") String endpoint,
    @Required @JsonPropertyDescription("Name of the zone.") String zone) {}
