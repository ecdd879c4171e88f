package io.mkube.apiserver.rules;

import io.mkube.apiserver.catalog.ResourceType;
import io.mkube.apiserver.schema.ObjectSchema;

/**
 * A kind that the server knows without a definition.
 *
 * @param type how it is served
 * @param schema what its objects contain
 * @param rules what happens to its objects on a write
 */
public record BuiltInKind(ResourceType type, ObjectSchema schema, KindRules rules) {}
