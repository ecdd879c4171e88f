package io.mkube.crds.iscsicdrom;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.kubernetes.api.model.Condition;
import io.mkube.crds.schema.Defaults;
import io.mkube.crds.schema.ObservedStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known about a CD-ROM.
 *
 * @param phase where the image is on its way to the hosts
 * @param isoPath path of the image
 * @param isoSize size of the image in bytes
 * @param targetIQN iSCSI name of the target, as the device reports it
 * @param portalIP address of the iSCSI portal
 * @param portalPort port of the iSCSI portal
 * @param routerosID row of the disk on the device
 * @param subscribers hosts that use it
 * @param subscriberCount number of hosts that use it
 * @param conditions conditions, Ready first
 * @param observedGeneration generation of the spec that this status describes
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record IscsiCdromStatus(
    @JsonPropertyDescription("Where the image is on its way to the hosts.")
        @Nullable CdromPhase phase,
    @JsonPropertyDescription("Path of the image.") @Nullable String isoPath,
    @Min(0) @JsonPropertyDescription("Size of the image in bytes.") @Nullable Long isoSize,
    @JsonPropertyDescription("Name (IQN) of the target, as the device reports it.")
        @Nullable String targetIQN,
    @JsonPropertyDescription("Address of the iSCSI portal.") @Nullable String portalIP,
    @Min(1) @Max(65535) @JsonPropertyDescription("Port of the iSCSI portal.")
        @Nullable Integer portalPort,
    @JsonPropertyDescription("Row of the disk on the device.") @Nullable String routerosID,
    @JsonPropertyDescription("Hosts that use it.") List<CdromSubscriber> subscribers,
    @Min(0) @JsonPropertyDescription("Number of hosts that use it.")
        @Nullable Integer subscriberCount,
    @JsonPropertyDescription("Conditions, Ready first.") List<Condition> conditions,
    @JsonPropertyDescription("Generation of the spec that this status describes.")
        @Nullable Long observedGeneration)
    implements ObservedStatus {
  public IscsiCdromStatus {
    subscribers = Defaults.orEmpty(subscribers);
    conditions = Defaults.orEmpty(conditions);
  }

  /** The status of a CD-ROM that nobody has looked at. */
  public static final IscsiCdromStatus EMPTY =
      new IscsiCdromStatus(
          null, null, null, null, null, null, null, List.of(), null, List.of(), null);

  @Override
  public boolean nothingKnown() {
    return equals(EMPTY);
  }
}
