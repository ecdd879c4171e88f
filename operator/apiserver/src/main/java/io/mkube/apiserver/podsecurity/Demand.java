package io.mkube.apiserver.podsecurity;

import com.fasterxml.jackson.databind.JsonNode;
import io.mkube.apiserver.error.FieldError;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a label of a namespace asks for.
 *
 * @param level the level; of a label that is none, the strictest
 * @param version {@code latest}, or a version such as {@code v1.31}
 */
record Demand(Level level, String version) {
  static final String ENFORCE = "pod-security.kubernetes.io/enforce";
  static final String WARN = "pod-security.kubernetes.io/warn";
  static final String AUDIT = "pod-security.kubernetes.io/audit";

  /** A minor version after all that there are. */
  static final int NEWEST = Integer.MAX_VALUE - 1;

  private static final String LATEST = "latest";
  private static final Pattern VERSION = Pattern.compile("v1\\.(0|[1-9][0-9]{0,5})");

  static Demand of(JsonNode labels, String label) {
    JsonNode level = labels.path(label);
    String version = labels.path(label + "-version").asText(LATEST);
    if (level.isMissingNode()) {
      return new Demand(Level.PRIVILEGED, version);
    }
    return new Demand(
        Level.of(level.asText()).orElse(Level.RESTRICTED),
        VERSION.matcher(version).matches() ? version : LATEST);
  }

  /** The minor version whose rules count; those of the future are the latest. */
  int minor() {
    return version.equals(LATEST) ? NEWEST : Integer.parseInt(version.substring("v1.".length()));
  }

  /** What is wrong with the labels of a namespace. */
  static List<FieldError> check(JsonNode labels) {
    List<FieldError> errors = new ArrayList<>();
    for (String label : List.of(ENFORCE, AUDIT, WARN)) {
      JsonNode level = labels.path(label);
      if (level.isTextual() && Level.of(level.asText()).isEmpty()) {
        errors.add(invalid(label, level, "must be one of " + Level.NAMES));
      }
      JsonNode version = labels.path(label + "-version");
      if (version.isTextual()
          && !version.asText().equals(LATEST)
          && !VERSION.matcher(version.asText()).matches()) {
        errors.add(invalid(label + "-version", version, "must be \"latest\" or \"v1.x\""));
      }
    }
    return errors;
  }

  private static FieldError invalid(String label, JsonNode value, String detail) {
    return FieldError.invalid("metadata.labels[" + label + "]", value.toString(), detail);
  }

  @Override
  public String toString() {
    return level.wireName() + ":" + version;
  }
}
