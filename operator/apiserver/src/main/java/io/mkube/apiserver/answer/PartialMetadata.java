package io.mkube.apiserver.answer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.catalog.GroupVersionKind;
import io.mkube.apiserver.object.Json;

/** Objects reduced to their metadata. */
public final class PartialMetadata {
  static final GroupVersionKind KIND =
      new GroupVersionKind("meta.k8s.io", "v1", "PartialObjectMetadata");
  static final String LIST_KIND = "PartialObjectMetadataList";

  private PartialMetadata() {}

  /** The metadata of an object as {@code PartialObjectMetadata}; shares the tree. */
  public static ObjectNode of(ObjectNode object) {
    return of(object, KIND.version());
  }

  /** The same in another version of {@code meta.k8s.io}, which says the same. */
  public static ObjectNode of(ObjectNode object, String version) {
    ObjectNode partial = Json.object();
    partial.put("kind", KIND.kind()).put("apiVersion", KIND.group() + "/" + version);
    partial.set("metadata", object.path("metadata"));
    return partial;
  }
}
