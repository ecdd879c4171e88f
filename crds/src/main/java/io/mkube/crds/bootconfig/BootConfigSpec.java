package io.mkube.crds.bootconfig;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.mkube.crds.schema.Defaults;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a host receives.
 *
 * @param format language of the files; absent means custom
 * @param description free text
 * @param data content by file name
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record BootConfigSpec(
    @Default("custom") @JsonPropertyDescription("Language of the files; absent means custom.")
        @Nullable BootConfigFormat format,
    @Size(max = 4096) @JsonPropertyDescription("Free text.") @Nullable String description,
    @JsonPropertyDescription("Content by file name.") Map<String, String> data) {
  public BootConfigSpec {
    data = Defaults.orEmpty(data);
  }
}
