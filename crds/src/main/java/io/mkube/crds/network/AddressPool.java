package io.mkube.crds.network;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;

/**
 * The addresses that containers can get.
 *
 * @param first first address
 * @param last last address
 * @param size number of addresses, at most 2^53 - 1
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record AddressPool(
    @Required @JsonPropertyDescription("First address.") String first,
    @Required @JsonPropertyDescription("Last address.") String last,
    @Required @Min(0) @JsonPropertyDescription("Number of addresses, at most 2^53 - 1.")
        long size) {}
