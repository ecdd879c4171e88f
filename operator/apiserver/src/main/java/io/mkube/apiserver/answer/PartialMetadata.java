package io.mkube.apiserver.answer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.object.Json;

/** Objects reduced to their metadata. */
public final class PartialMetadata {
  private PartialMetadata() {}

  /** The metadata of an object as {@code PartialObjectMetadata}; shares the tree. */
  public static ObjectNode of(ObjectNode object) {
    ObjectNode partial = Json.object();
    partial.put("kind", "PartialObjectMetadata").put("apiVersion", "meta.k8s.io/v1");
    partial.set("metadata", object.path("metadata"));
    return partial;
  }
}
