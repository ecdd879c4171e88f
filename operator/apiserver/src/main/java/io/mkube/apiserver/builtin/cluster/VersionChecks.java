package io.mkube.apiserver.builtin.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.cel.validation.RuleChecks;
import io.mkube.apiserver.error.FieldError;
import io.mkube.apiserver.error.FieldError.Reason;
import io.mkube.apiserver.rules.Findings;
import io.mkube.apiserver.rules.Trees;
import io.mkube.apiserver.schema.NameRule;
import io.mkube.apiserver.schema.ObjectSchema;
import io.mkube.apiserver.schema.SchemaException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What the versions of a definition may say. What all versions have in common is reported once, at
 * the top of the spec, where kube-apiserver looks for it.
 */
final class VersionChecks {
  private static final int MAX_SELECTABLE = 8;
  private static final int MAX_WARNING = 256;
  private static final List<String> COLUMN_TYPES =
      List.of("boolean", "date", "integer", "number", "string");
  private static final List<String> COLUMN_FORMATS =
      List.of("byte", "date", "date-time", "double", "float", "int32", "int64", "password");
  private static final Set<String> SELECTABLE_TYPES = Set.of("string", "boolean", "integer");

  private final List<ObjectNode> versions;
  private final List<ObjectNode> old;
  private final Findings findings;

  private VersionChecks(List<ObjectNode> versions, List<ObjectNode> old, Findings findings) {
    this.versions = versions;
    this.old = old;
    this.findings = findings;
  }

  /**
   * Checks versions.
   *
   * @param old the stored versions, none on a create; a schema that they have is not checked again
   */
  static void check(List<ObjectNode> versions, List<ObjectNode> old, Findings findings) {
    VersionChecks checks = new VersionChecks(versions, old, findings);
    for (int i = 0; i < versions.size(); i++) {
      checks.version(versions.get(i), "spec.versions[" + i + "]");
    }
    checks.each("schema", "spec.validation", checks::schema);
    checks.each("subresources", "spec.subresources", checks::subresources);
    checks.each("additionalPrinterColumns", "spec.additionalPrinterColumns", checks::columns);
    checks.each("selectableFields", "spec.selectableFields", checks::selectable);
  }

  /** Checks a part of every version, once if it is the same in all. */
  private void each(String part, String common, Check check) {
    JsonNode first = versions.getFirst().path(part);
    if (versions.stream().allMatch(version -> version.path(part).equals(first))) {
      check.run(versions.getFirst(), common);
      return;
    }
    for (int i = 0; i < versions.size(); i++) {
      check.run(versions.get(i), "spec.versions[" + i + "]." + part);
    }
  }

  private void version(ObjectNode version, String path) {
    if (findings.requiredText(path + ".name", version.path("name"))) {
      findings.name(path + ".name", version.path("name").asText(), NameRule.DNS_1035_LABEL);
    }
    if (!version.path("schema").path("openAPIV3Schema").isObject()) {
      findings.required(path + ".schema.openAPIV3Schema", "schemas are required");
    }
    if (!version.has("deprecationWarning")) {
      return;
    }
    String at = path + ".deprecationWarning";
    String warning = version.path("deprecationWarning").asText();
    if (!version.path("deprecated").asBoolean()) {
      findings.invalidText(at, warning, "can only be set for deprecated versions");
    } else if (warning.isEmpty()) {
      findings.invalidText(at, warning, "must not be an empty string");
    } else if (warning.length() > MAX_WARNING) {
      findings.tooLong(at, MAX_WARNING);
    }
  }

  private void schema(ObjectNode version, String path) {
    boolean accepted =
        old.stream().anyMatch(before -> before.path("schema").equals(version.path("schema")));
    if (accepted || !(version.path("schema").get("openAPIV3Schema") instanceof ObjectNode schema)) {
      return;
    }
    String root = path + ".openAPIV3Schema";
    try {
      ObjectSchema.ofCustomResource(schema);
    } catch (SchemaException e) {
      for (FieldError error : e.errors()) {
        String at = error.field().isEmpty() ? root : root + "." + error.field();
        String message = error.message().replace(RuleChecks.SCHEMA_ROOT, root);
        findings.sink().add(new FieldError(error.reason(), at, message));
      }
    }
  }

  private void columns(ObjectNode version, String path) {
    List<ObjectNode> columns = Trees.objects(version, "additionalPrinterColumns");
    for (int i = 0; i < columns.size(); i++) {
      String at = path + "[" + i + "]";
      JsonNode column = columns.get(i);
      findings.requiredText(at + ".name", column.path("name"));
      String types = "must be one of " + String.join(",", COLUMN_TYPES);
      if (column.path("type").asText().isEmpty()) {
        findings.required(at + ".type", types);
      } else if (!COLUMN_TYPES.contains(column.path("type").asText())) {
        findings.invalid(at + ".type", column.path("type"), types);
      }
      String format = column.path("format").asText();
      if (!format.isEmpty() && !COLUMN_FORMATS.contains(format)) {
        findings.invalid(
            at + ".format",
            column.path("format"),
            "must be one of " + String.join(",", COLUMN_FORMATS));
      }
      simplePath(column.path("jsonPath"), at + ".jsonPath");
    }
  }

  private void subresources(ObjectNode version, String path) {
    JsonNode scale = version.path("subresources").path("scale");
    if (!scale.isObject()) {
      return;
    }
    scalePath(scale, "specReplicasPath", ".spec", path + ".scale.specReplicasPath");
    scalePath(scale, "statusReplicasPath", ".status", path + ".scale.statusReplicasPath");
    JsonNode selector = scale.path("labelSelectorPath");
    String at = path + ".scale.labelSelectorPath";
    boolean known =
        selector.asText().startsWith(".spec.") || selector.asText().startsWith(".status.");
    if (!selector.asText().isEmpty() && simplePath(selector, at) && !known) {
      findings.invalid(at, selector, "should be a json path under either .spec or .status");
    }
  }

  private void scalePath(JsonNode scale, String field, String root, String at) {
    if (simplePath(scale.path(field), at) && !scale.path(field).asText().startsWith(root + ".")) {
      findings.invalid(at, scale.path(field), "should be a json path under " + root);
    }
  }

  private boolean simplePath(JsonNode path, String at) {
    if (!findings.requiredText(at, path)) {
      return false;
    }
    if (!path.asText().startsWith(".")) {
      findings.invalid(at, path, "must be a simple json path starting with .");
      return false;
    }
    return true;
  }

  private void selectable(ObjectNode version, String path) {
    JsonNode fields = version.path("selectableFields");
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < fields.size(); i++) {
      JsonNode jsonPath = fields.get(i).path("jsonPath");
      String at = path + "[" + i + "]";
      if (findings.requiredText(at + ".jsonPath", jsonPath)) {
        selectableField(version, jsonPath, at);
        if (!seen.add(jsonPath.asText())) {
          findings.duplicate(at, jsonPath.asText());
        }
      }
    }
    if (seen.size() > MAX_SELECTABLE) {
      findings
          .sink()
          .add(
              new FieldError(
                  Reason.TOO_MANY,
                  path,
                  "Too many: " + seen.size() + ": must have at most " + MAX_SELECTABLE + " items"));
    }
  }

  private void selectableField(ObjectNode version, JsonNode jsonPath, String at) {
    String source = jsonPath.asText();
    String fault = "";
    JsonNode schema = version.path("schema").path("openAPIV3Schema");
    if (source.contains("[")) {
      fault = "array notation is not allowed";
    } else if (!source.startsWith(".")) {
      fault = "expected [ or . but got: " + source.split("\\.", 2)[0];
    } else {
      for (String name : source.substring(1).split("\\.", -1)) {
        schema = schema.path("properties").path(name);
      }
      fault = schema.isMissingNode() ? "does not refer to a valid field" : "";
    }
    if (!fault.isEmpty()) {
      findings.invalid(at + ".jsonPath", jsonPath, "is an invalid path: " + fault);
      return;
    }
    if (source.startsWith(".metadata.")) {
      findings.invalid(at, jsonPath, "must not point to fields in metadata");
    }
    if (!SELECTABLE_TYPES.contains(schema.path("type").asText())) {
      findings.invalid(
          at,
          jsonPath,
          "must point to a field of type string, boolean or integer. Enum string fields and strings"
              + " with formats are allowed.");
    }
  }

  private interface Check {
    void run(ObjectNode version, String path);
  }
}
