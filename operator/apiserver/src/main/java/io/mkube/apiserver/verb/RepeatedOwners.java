package io.mkube.apiserver.verb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.object.Json;
import io.mkube.apiserver.object.ObjectMetadata;
import java.util.ArrayList;
import java.util.List;

/** Owners that an object names more than once: one of each is kept, and the client is warned. */
final class RepeatedOwners {
  private static final String WARNING =
      ".metadata.ownerReferences contains duplicate entries; API server dedups owner references in"
          + " 1.20+, and may reject such requests as early as 1.24; please fix your requests;"
          + " duplicate UID(s) observed: [";

  private RepeatedOwners() {}

  /** Keeps the first of equal references, before anybody is said to own them. */
  static void remove(Call call, ObjectNode object) {
    JsonNode references = ObjectMetadata.of(object).node().path("ownerReferences");
    if (references.size() < 2 || !(references instanceof ArrayNode array)) {
      return;
    }
    List<JsonNode> kept = new ArrayList<>();
    List<String> repeated = new ArrayList<>();
    for (JsonNode reference : array) {
      if (kept.stream().anyMatch(other -> Json.same(other, reference))) {
        repeated.add(reference.path("uid").asText());
      } else {
        kept.add(reference);
      }
    }
    if (!repeated.isEmpty()) {
      array.removeAll();
      array.addAll(kept);
      call.warnings().accept(WARNING + String.join(" ", repeated) + "]");
    }
  }
}
