package io.mkube.apiserver.builtin.pod;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.rules.Findings;
import io.mkube.apiserver.rules.Trees;
import io.mkube.apiserver.schema.NameRule;
import java.util.List;
import java.util.regex.Pattern;

/** The variables that a container is told. */
final class EnvironmentChecks {
  private static final List<String> SOURCES =
      List.of("fieldRef", "resourceFieldRef", "configMapKeyRef", "secretKeyRef");
  private static final int LONGEST_KEY = 253;
  private static final Pattern KEY = Pattern.compile("[-._a-zA-Z0-9]+");

  private EnvironmentChecks() {}

  /** Checks {@code env} and {@code envFrom} of a container at {@code path}. */
  static void check(ObjectNode container, String path, Findings findings) {
    List<ObjectNode> variables = Trees.objects(container, "env");
    for (int i = 0; i < variables.size(); i++) {
      String at = path + ".env[" + i + "]";
      ObjectNode variable = variables.get(i);
      if (findings.requiredText(at + ".name", variable.path("name"))) {
        checkName(variable.path("name"), at + ".name", findings);
      }
      if (variable.has("valueFrom")) {
        checkSource(variable, at + ".valueFrom", findings);
      }
    }
    List<ObjectNode> sources = Trees.objects(container, "envFrom");
    for (int i = 0; i < sources.size(); i++) {
      checkAll(sources.get(i), i, path + ".envFrom", findings);
    }
  }

  private static void checkName(JsonNode name, String at, Findings findings) {
    if (!name.asText().chars().allMatch(c -> c >= ' ' && c < 127 && c != '=')) {
      findings.invalid(
          at,
          name,
          "a valid environment variable name must consist only of printable ASCII characters"
              + " other than '='");
    }
  }

  private static void checkSource(ObjectNode variable, String at, Findings findings) {
    JsonNode source = variable.path("valueFrom");
    List<String> given = SOURCES.stream().filter(source::has).toList();
    for (String field : given) {
      JsonNode reference = source.path(field);
      String place = at + "." + field;
      switch (field) {
        case "fieldRef" -> FieldReferences.checkField(reference, place, findings);
        case "resourceFieldRef" -> FieldReferences.checkAmount(reference, place, findings);
        default -> checkEntry(reference, place, findings);
      }
    }
    if (given.isEmpty()) {
      findings.invalidText(
          at,
          "",
          "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef` or"
              + " `secretKeyRef`");
    } else if (!variable.path("value").asText().isEmpty()) {
      findings.invalidText(at, "", "may not be specified when `value` is not empty");
    } else if (given.size() > 1) {
      findings.invalidText(at, "", "may not have more than one field specified at a time");
    }
  }

  /** One entry of a config map or a secret. */
  private static void checkEntry(JsonNode reference, String at, Findings findings) {
    findings.name(at + ".name", reference.path("name").asText(), NameRule.DNS_SUBDOMAIN);
    JsonNode key = reference.path("key");
    if (!findings.requiredText(at + ".key", key)) {
      return;
    }
    String text = key.asText();
    if (text.length() > LONGEST_KEY) {
      findings.invalid(at + ".key", key, "must be no more than " + LONGEST_KEY + " characters");
    }
    if (!KEY.matcher(text).matches()) {
      findings.invalid(
          at + ".key",
          key,
          "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g."
              + " 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is"
              + " '[-._a-zA-Z0-9]+')");
    }
  }

  /** All entries of a config map or a secret; that none is named is reported of the list. */
  private static void checkAll(ObjectNode source, int index, String path, Findings findings) {
    String at = path + "[" + index + "]";
    checkName(source.path("prefix"), at + ".prefix", findings);
    int given = 0;
    for (String field : List.of("configMapRef", "secretRef")) {
      if (source.has(field)) {
        given++;
        JsonNode name = source.path(field).path("name");
        if (findings.requiredText(at + "." + field + ".name", name)) {
          findings.name(at + "." + field + ".name", name.asText(), NameRule.DNS_SUBDOMAIN);
        }
      }
    }
    if (given == 0) {
      findings.invalidText(path, "", "must specify one of: `configMapRef` or `secretRef`");
    } else if (given > 1) {
      findings.invalidText(path, "", "may not have more than one field specified at a time");
    }
  }
}
