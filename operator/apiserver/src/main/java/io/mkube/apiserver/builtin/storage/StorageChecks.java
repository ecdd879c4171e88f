package io.mkube.apiserver.builtin.storage;

import com.fasterxml.jackson.databind.JsonNode;
import io.mkube.apiserver.rules.Findings;
import io.mkube.apiserver.types.Quantity;
import java.util.List;

/** What claims and volumes have in common. */
final class StorageChecks {
  private static final List<String> ACCESS_MODES =
      List.of("ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod");

  private StorageChecks() {}

  static void checkAccess(JsonNode spec, Findings findings) {
    JsonNode modes = spec.path("accessModes");
    if (modes.isEmpty()) {
      findings.required("spec.accessModes", "at least 1 access mode is required");
    }
    modes.forEach(mode -> findings.oneOf("spec.accessModes", mode, ACCESS_MODES));
    findings.oneOf("spec.volumeMode", spec.path("volumeMode"), List.of("Block", "Filesystem"));
  }

  static void checkSize(JsonNode size, String path, Findings findings) {
    if (size.isMissingNode()) {
      findings.required(path, "");
    } else if (Quantity.parse(size.asText()).map(Quantity::signum).orElse(0) <= 0) {
      findings.invalid(path, size, "must be greater than zero");
    }
  }
}
