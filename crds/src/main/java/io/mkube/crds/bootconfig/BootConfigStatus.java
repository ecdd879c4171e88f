package io.mkube.crds.bootconfig;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import io.fabric8.kubernetes.api.model.Condition;
import io.mkube.crds.schema.Defaults;
import io.mkube.crds.schema.ObservedStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known about a boot configuration.
 *
 * @param phase summary for the tables: Active
 * @param assignedTo hosts that use it, as NAMESPACE/NAME
 * @param assignedCount number of hosts that use it
 * @param conditions conditions, Ready first
 * @param observedGeneration generation of the spec that this status describes
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record BootConfigStatus(
    @JsonPropertyDescription("Summary for the tables: Active.") @Nullable String phase,
    @JsonPropertyDescription("Hosts that use it, as NAMESPACE/NAME.") List<String> assignedTo,
    @Min(0) @JsonPropertyDescription("Number of hosts that use it.")
        @Nullable Integer assignedCount,
    @JsonPropertyDescription("Conditions, Ready first.") List<Condition> conditions,
    @JsonPropertyDescription("Generation of the spec that this status describes.")
        @Nullable Long observedGeneration)
    implements ObservedStatus {
  public BootConfigStatus {
    assignedTo = Defaults.orEmpty(assignedTo);
    conditions = Defaults.orEmpty(conditions);
  }

  /** The status of a configuration that nobody has looked at. */
  public static final BootConfigStatus EMPTY =
      new BootConfigStatus(null, List.of(), null, List.of(), null);

  @Override
  public boolean nothingKnown() {
    return equals(EMPTY);
  }
}
