package io.mkube.crds.network;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import io.fabric8.kubernetes.api.model.Condition;
import io.mkube.crds.schema.Defaults;
import io.mkube.crds.schema.ObservedStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known about a network.
 *
 * @param phase summary for the tables: Pending, Active, Degraded or Deleting
 * @param dnsAlive whether the DNS server answers queries; absent when nobody asks it
 * @param podCount number of pods of this network
 * @param pool IPv4 addresses for containers
 * @param pool6 IPv6 addresses for containers
 * @param allocations addresses in use; the only record of who owns an address
 * @param zones zones that hold records of this network, the current one and former ones
 * @param conditions conditions, Ready first
 * @param observedGeneration generation of the spec that this status describes
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record NetworkStatus(
    @JsonPropertyDescription("Summary for the tables: Pending, Active, Degraded or Deleting.")
        @Nullable String phase,
    @JsonPropertyDescription("Whether the DNS server answers queries; absent when nobody asks it.")
        @Nullable Boolean dnsAlive,
    @Min(0) @JsonPropertyDescription("Number of pods of this network.") @Nullable Integer podCount,
    @JsonPropertyDescription("IPv4 addresses for containers.") @Nullable AddressPool pool,
    @JsonPropertyDescription("IPv6 addresses for containers.") @Nullable AddressPool pool6,
    @JsonPropertyDescription("Addresses in use; the only record of who owns an address.")
        List<AddressAllocation> allocations,
    @JsonPropertyDescription(
            "Zones that hold records of this network, the current one and former ones.")
        List<ServedZone> zones,
    @JsonPropertyDescription("Conditions, Ready first.") List<Condition> conditions,
    @JsonPropertyDescription("Generation of the spec that this status describes.")
        @Nullable Long observedGeneration)
    implements ObservedStatus {
  public NetworkStatus {
    allocations = Defaults.orEmpty(allocations);
    zones = Defaults.orEmpty(zones);
    conditions = Defaults.orEmpty(conditions);
  }

  /** The status of a network that nobody has looked at. */
  public static final NetworkStatus EMPTY =
      new NetworkStatus(null, null, null, null, null, List.of(), List.of(), List.of(), null);

  /** The same status with other allocations. */
  public NetworkStatus withAllocations(List<AddressAllocation> other) {
    return new NetworkStatus(
        phase, dnsAlive, podCount, pool, pool6, other, zones, conditions, observedGeneration);
  }

  /** The same status with other zones. */
  public NetworkStatus withZones(List<ServedZone> other) {
    return new NetworkStatus(
        phase, dnsAlive, podCount, pool, pool6, allocations, other, conditions, observedGeneration);
  }

  @Override
  public boolean nothingKnown() {
    return equals(EMPTY);
  }
}
