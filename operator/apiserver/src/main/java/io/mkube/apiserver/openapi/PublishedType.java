package io.mkube.apiserver.openapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.catalog.ResourceType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A served resource as OpenAPI shows it.
 *
 * @param type the resource
 * @param customSchema {@code openAPIV3Schema} of a custom resource, {@code null} for built-in kinds
 * @param selectable fields of a custom resource that field selectors may name
 */
public record PublishedType(
    ResourceType type, @Nullable ObjectNode customSchema, List<String> selectable) {}
