package io.mkube.apiserver.builtin.storage;

import com.fasterxml.jackson.databind.JsonNode;
import io.mkube.apiserver.rules.Findings;
import io.mkube.apiserver.schema.NameRule;
import io.mkube.apiserver.types.Quantity;
import java.util.List;

/** What claims and volumes have in common. */
final class StorageChecks {
  private static final List<String> ACCESS_MODES =
      List.of("ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod");
  private static final String ONE_POD = "ReadWriteOncePod";

  private StorageChecks() {}

  /** Checks the access modes of a volume whose spec stands at {@code at}. */
  static void checkRequiredAccess(JsonNode spec, String at, Findings findings) {
    if (spec.path("accessModes").isEmpty()) {
      findings.required(at + ".accessModes", "");
    }
    checkAccess(spec, at, findings);
  }

  /** Checks the access modes of a claim or volume whose spec stands at {@code at}. */
  static void checkAccess(JsonNode spec, String at, Findings findings) {
    boolean onePod = false;
    boolean others = false;
    for (JsonNode mode : spec.path("accessModes")) {
      String text = mode.asText();
      if (!ACCESS_MODES.contains(text)) {
        findings.notSupported(at + ".accessModes", text, ACCESS_MODES);
      }
      onePod |= text.equals(ONE_POD);
      others |= !text.equals(ONE_POD) && ACCESS_MODES.contains(text);
    }
    if (onePod && others) {
      findings.forbidden(
          at + ".accessModes", "may not use ReadWriteOncePod with other access modes");
    }
  }

  static void checkClassAndMode(JsonNode spec, Findings findings) {
    String name = spec.path("storageClassName").asText();
    if (!name.isEmpty()) {
      findings.name("spec.storageClassName", name, NameRule.DNS_SUBDOMAIN);
    }
    JsonNode mode = spec.path("volumeMode");
    List<String> modes = List.of("Block", "Filesystem");
    if (!mode.isMissingNode() && !modes.contains(mode.asText())) {
      findings.notSupported("spec.volumeMode", mode.asText(), modes);
    }
  }

  static void checkSize(JsonNode size, String path, Findings findings) {
    if (size.isMissingNode()) {
      findings.required(path, "");
    } else if (Quantity.parse(size.asText()).map(Quantity::signum).orElse(0) <= 0) {
      findings.invalidText(
          path,
          Quantity.parse(size.asText()).map(Quantity::canonical).orElse(size.asText()),
          "must be greater than zero");
    }
  }
}
