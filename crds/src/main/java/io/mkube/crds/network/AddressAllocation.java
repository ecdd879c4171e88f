package io.mkube.crds.network;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;

/**
 * An address that belongs to a container.
 *
 * @param address address without prefix length, in canonical form
 * @param namespace namespace of the pod
 * @param pod name of the pod
 * @param uid uid of the pod
 * @param container name of the container
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record AddressAllocation(
    @Required @JsonPropertyDescription("Address without prefix length, in canonical form.")
        String address,
    @Required @JsonPropertyDescription("Namespace of the pod.") String namespace,
    @Required @JsonPropertyDescription("Name of the pod.") String pod,
    @Required @JsonPropertyDescription("Uid of the pod.") String uid,
    @Required @JsonPropertyDescription("Name of the container.") String container) {}
