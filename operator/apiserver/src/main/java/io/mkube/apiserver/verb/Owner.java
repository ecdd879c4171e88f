package io.mkube.apiserver.verb;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.ownership.FieldOwnership;
import io.mkube.apiserver.ownership.Writer;
import io.mkube.apiserver.resource.ServedResource;
import org.jspecify.annotations.Nullable;

/**
 * Who will own what a create or update writes.
 *
 * @param ownership finds out who owns what
 * @param writer who writes
 */
record Owner(FieldOwnership ownership, Writer writer) {
  /** The managed fields of {@code changed}, which replaces {@code live}, null on a create. */
  ArrayNode of(ServedResource resource, @Nullable ObjectNode live, ObjectNode changed) {
    return ownership.update(resource.shapes().of(writer.subresource()), writer, live, changed);
  }
}
