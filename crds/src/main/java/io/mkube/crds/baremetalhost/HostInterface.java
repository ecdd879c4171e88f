package io.mkube.crds.baremetalhost;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/**
 * A network interface that a machine reported.
 *
 * @param mac hardware address
 * @param network network
 * @param ip address
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record HostInterface(
    @JsonPropertyDescription("Hardware address.") @Nullable String mac,
    @JsonPropertyDescription("Network.") @Nullable String network,
    @JsonPropertyDescription("Address.") @Nullable String ip) {}
