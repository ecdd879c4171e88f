package io.mkube.crds.iscsicdrom;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.mkube.crds.schema.Defaults;
import io.mkube.crds.schema.Formats;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a CD-ROM is made of.
 *
 * @param isoFile file name of the image; absent means NAME.iso
 * @param description free text
 * @param readOnly always true: hosts cannot write to a CD-ROM
 * @param bootConfigs bootConfigs that can be used with this image
 * @param derivedFrom CD-ROM whose image this one was made from
 * @param version version of what is on the image
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record IscsiCdromSpec(
    @Pattern(Formats.FILE_NAME)
        @Size(max = 255)
        @JsonPropertyDescription("File name of the image; absent means NAME.iso.")
        @Nullable String isoFile,
    @Size(max = 4096) @JsonPropertyDescription("Free text.") @Nullable String description,
    @Default("true") @JsonPropertyDescription("Always true: hosts cannot write to a CD-ROM.")
        @Nullable Boolean readOnly,
    @Size(max = 256) @JsonPropertyDescription("BootConfigs that can be used with this image.")
        List<String> bootConfigs,
    @Pattern(Formats.OBJECT_NAME)
        @JsonPropertyDescription("CD-ROM whose image this one was made from.")
        @Nullable String derivedFrom,
    @Size(max = 255) @JsonPropertyDescription("Version of what is on the image.")
        @Nullable String version) {
  public IscsiCdromSpec {
    bootConfigs = Defaults.orEmpty(bootConfigs);
  }
}
