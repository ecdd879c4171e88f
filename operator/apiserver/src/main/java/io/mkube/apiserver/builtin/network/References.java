package io.mkube.apiserver.builtin.network;

import com.fasterxml.jackson.databind.JsonNode;
import io.mkube.apiserver.rules.Findings;
import io.mkube.apiserver.schema.NameRule;
import java.util.List;

/** References to objects of any kind. */
final class References {
  private References() {}

  static void check(JsonNode reference, String path, Findings findings) {
    if (reference.has("apiGroup")) {
      findings.name(
          path + ".apiGroup", reference.path("apiGroup").asText(), NameRule.DNS_SUBDOMAIN);
    }
    for (String field : List.of("kind", "name")) {
      if (findings.requiredText(path + "." + field, reference.path(field))) {
        findings.name(path + "." + field, reference.path(field).asText(), NameRule.PATH_SEGMENT);
      }
    }
  }
}
