package io.mkube.apiserver.builtin.configuration;

import com.fasterxml.jackson.databind.JsonNode;
import io.mkube.apiserver.rules.Findings;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** The entries of config maps and secrets. */
final class DataKeys {
  /** What all values of one object may have together. */
  static final int MAX_BYTES = 1024 * 1024;

  private static final int MAX_LENGTH = 253;
  private static final Pattern CHARACTERS = Pattern.compile("[-._a-zA-Z0-9]+");

  private DataKeys() {}

  static void check(JsonNode entries, String path, Findings findings) {
    for (var entry : entries.properties()) {
      String key = entry.getKey();
      String at = path + "[" + key + "]";
      if (key.length() > MAX_LENGTH) {
        findings.invalidText(at, key, "must be no more than " + MAX_LENGTH + " characters");
      }
      if (!CHARACTERS.matcher(key).matches()) {
        findings.invalidText(
            at,
            key,
            "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g."
                + " 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is"
                + " '[-._a-zA-Z0-9]+')");
      }
      if (key.equals(".") || key.equals("..")) {
        findings.invalidText(at, key, "must not be '" + key + "'");
      } else if (key.startsWith("..")) {
        findings.invalidText(at, key, "must not start with '..'");
      }
    }
  }

  /** Bytes of texts. */
  static long textSize(JsonNode entries) {
    long size = 0;
    for (JsonNode value : entries) {
      size += value.asText().getBytes(StandardCharsets.UTF_8).length;
    }
    return size;
  }

  /** Bytes that base64 texts stand for, to within the padding. */
  static long binarySize(JsonNode entries) {
    long size = 0;
    for (JsonNode value : entries) {
      size += value.asText().length() / 4L * 3;
    }
    return size;
  }

  /** Refuses every change of an object that declared itself immutable. */
  static void checkImmutable(
      JsonNode object, JsonNode old, Iterable<String> fields, Findings findings) {
    if (!old.path("immutable").asBoolean()) {
      return;
    }
    if (!object.path("immutable").asBoolean()) {
      findings.forbidden("immutable", "field is immutable when `immutable` is set");
    }
    for (String field : fields) {
      if (!object.path(field).equals(old.path(field))) {
        findings.forbidden(field, "field is immutable when `immutable` is set");
      }
    }
  }
}
