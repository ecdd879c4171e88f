package io.mkube.crds.baremetalhost;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import io.fabric8.kubernetes.api.model.Condition;
import io.mkube.crds.schema.Defaults;
import io.mkube.crds.schema.ObservedStatus;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known about a host.
 *
 * @param phase where the host is in its life
 * @param poweredOn whether the machine has power
 * @param ip address that the machine has
 * @param lastBoot time of the last boot, RFC 3339
 * @param bootCount number of boots seen
 * @param errorMessage why the last operation failed
 * @param availableImages images that the machine can boot
 * @param hardware what the machine is made of
 * @param networkInterfaces interfaces by name
 * @param state state that the machine reports
 * @param lastStateChange time of the last change of state, RFC 3339
 * @param operatorVersion version of the program that manages the machine
 * @param serialActive whether somebody uses the serial console
 * @param ipmiReachable whether the management controller answers
 * @param conditions conditions, Ready first
 * @param observedGeneration generation of the spec that this status describes
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record BareMetalHostStatus(
    @JsonPropertyDescription("Where the host is in its life.") @Nullable HostPhase phase,
    @JsonPropertyDescription("Whether the machine has power.") @Nullable Boolean poweredOn,
    @JsonPropertyDescription("Address that the machine has.") @Nullable String ip,
    @JsonPropertyDescription("Time of the last boot, RFC 3339.") @Nullable String lastBoot,
    @Min(0) @JsonPropertyDescription("Number of boots seen.") @Nullable Integer bootCount,
    @JsonPropertyDescription("Why the last operation failed.") @Nullable String errorMessage,
    @JsonPropertyDescription("Images that the machine can boot.") List<String> availableImages,
    @JsonPropertyDescription("What the machine is made of.") @Nullable HostHardware hardware,
    @JsonPropertyDescription("Interfaces by name.") Map<String, HostInterface> networkInterfaces,
    @JsonPropertyDescription("State that the machine reports.") @Nullable String state,
    @JsonPropertyDescription("Time of the last change of state, RFC 3339.")
        @Nullable String lastStateChange,
    @JsonPropertyDescription("Version of the program that manages the machine.")
        @Nullable String operatorVersion,
    @JsonPropertyDescription("Whether somebody uses the serial console.")
        @Nullable Boolean serialActive,
    @JsonPropertyDescription("Whether the management controller answers.")
        @Nullable Boolean ipmiReachable,
    @JsonPropertyDescription("Conditions, Ready first.") List<Condition> conditions,
    @JsonPropertyDescription("Generation of the spec that this status describes.")
        @Nullable Long observedGeneration)
    implements ObservedStatus {
  public BareMetalHostStatus {
    availableImages = Defaults.orEmpty(availableImages);
    networkInterfaces = Defaults.orEmpty(networkInterfaces);
    conditions = Defaults.orEmpty(conditions);
  }

  /** The status of a host that nobody has looked at. */
  public static final BareMetalHostStatus EMPTY =
      new BareMetalHostStatus(
          null, null, null, null, null, null, List.of(), null, Map.of(), null, null, null, null,
          null, List.of(), null);

  @Override
  public boolean nothingKnown() {
    return equals(EMPTY);
  }
}
