package io.mkube.crds.registry;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import io.fabric8.kubernetes.api.model.Condition;
import io.mkube.crds.schema.Defaults;
import io.mkube.crds.schema.ObservedStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known about a registry.
 *
 * @param phase summary for the tables: Pending, Active, Degraded or Deleting
 * @param alive whether the registry answers
 * @param podCount number of pods that serve it
 * @param imageCount number of images in it
 * @param conditions conditions, Ready first
 * @param observedGeneration generation of the spec that this status describes
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record RegistryStatus(
    @JsonPropertyDescription("Summary for the tables: Pending, Active, Degraded or Deleting.")
        @Nullable String phase,
    @JsonPropertyDescription("Whether the registry answers.") @Nullable Boolean alive,
    @Min(0) @JsonPropertyDescription("Number of pods that serve it.") @Nullable Integer podCount,
    @Min(0) @JsonPropertyDescription("Number of images in it.") @Nullable Integer imageCount,
    @JsonPropertyDescription("Conditions, Ready first.") List<Condition> conditions,
    @JsonPropertyDescription("Generation of the spec that this status describes.")
        @Nullable Long observedGeneration)
    implements ObservedStatus {
  public RegistryStatus {
    conditions = Defaults.orEmpty(conditions);
  }

  /** The status of a registry that nobody has looked at. */
  public static final RegistryStatus EMPTY =
      new RegistryStatus(null, null, null, null, List.of(), null);

  @Override
  public boolean nothingKnown() {
    return equals(EMPTY);
  }
}
