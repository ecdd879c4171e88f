package io.mkube.crds.registry;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/**
 * An image that is copied whenever it changes upstream.
 *
 * @param upstream reference of the image upstream
 * @param localRepo repository that it is copied to
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record WatchedImage(
    @Required
        @Size(min = 1, max = 1024)
        @JsonPropertyDescription("Reference of the image upstream.")
        String upstream,
    @Required @Size(min = 1, max = 255) @JsonPropertyDescription("Repository that it is copied to.")
        String localRepo) {}
