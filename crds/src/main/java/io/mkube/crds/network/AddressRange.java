package io.mkube.crds.network;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.mkube.crds.schema.Formats;
import org.jspecify.annotations.Nullable;

/**
 * Bounds of an IPv4 range, both included.
 *
 * @param start first address
 * @param end last address
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record AddressRange(
    @Pattern(Formats.IPV4) @JsonPropertyDescription("First address.") @Nullable String start,
    @Pattern(Formats.IPV4) @JsonPropertyDescription("Last address.") @Nullable String end) {}
