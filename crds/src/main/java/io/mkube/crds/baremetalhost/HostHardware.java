package io.mkube.crds.baremetalhost;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import org.jspecify.annotations.Nullable;

/**
 * What a machine is made of.
 *
 * @param manufacturer manufacturer
 * @param productName product
 * @param serialNumber serial number
 * @param biosVersion firmware version
 * @param cpuModel CPU model
 * @param cpuCount number of CPUs
 * @param totalMemoryGB memory in GB
 * @param diskInfo disks
 * @param lastInventory time of the last look at the machine, RFC 3339
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record HostHardware(
    @JsonPropertyDescription("Manufacturer.") @Nullable String manufacturer,
    @JsonPropertyDescription("Product.") @Nullable String productName,
    @JsonPropertyDescription("Serial number.") @Nullable String serialNumber,
    @JsonPropertyDescription("Firmware version.") @Nullable String biosVersion,
    @JsonPropertyDescription("CPU model.") @Nullable String cpuModel,
    @Min(0) @JsonPropertyDescription("Number of CPUs.") @Nullable Integer cpuCount,
    @Min(0) @JsonPropertyDescription("Memory in GB.") @Nullable Integer totalMemoryGB,
    @JsonPropertyDescription("Disks.") @Nullable String diskInfo,
    @JsonPropertyDescription("Time of the last look at the machine, RFC 3339.")
        @Nullable String lastInventory) {}
