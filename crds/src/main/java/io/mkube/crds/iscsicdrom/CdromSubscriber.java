package io.mkube.crds.iscsicdrom;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.mkube.crds.schema.Formats;
import org.jspecify.annotations.Nullable;

/**
 * A host that uses a CD-ROM.
 *
 * @param name name of the host
 * @param initiatorIQN iSCSI name of the host
 * @param since time of the subscription, RFC 3339
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record CdromSubscriber(
    @Required @Size(min = 1, max = 253) @JsonPropertyDescription("Name of the host.") String name,
    @Pattern(Formats.ISCSI_NAME) @Size(max = 223) @JsonPropertyDescription("Name of the host.")
        @Nullable String initiatorIQN,
    @JsonPropertyDescription("Time of the subscription, RFC 3339.") @Nullable String since) {}
