package io.mkube.apiserver.openapi;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** OpenAPI 3.0 documents, one for each group and version. */
public final class OpenApiV3 {
  private OpenApiV3() {}

  /**
   * The document of one group and version. Equal arguments give equal documents, so that a hash of
   * the bytes is a version of the document.
   *
   * @param group API group, {@code ""} for the core group
   * @param version version
   * @param types what is served in it
   */
  public static ObjectNode document(String group, String version, List<PublishedType> types) {
    return JsonNodeFactory.instance.objectNode().put("openapi", "3.0.0");
  }
}
