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
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

  private static final Set<String> ROOT_FIELDS =
      Set.of(
          "description",
          "type",
          "format",
          "title",
          "maximum",
          "exclusiveMaximum",
          "minimum",
          "exclusiveMinimum",
          "maxLength",
          "minLength",
          "pattern",
          "maxItems",
          "minItems",
          "uniqueItems",
          "multipleOf",
          "required",
          "items",
          "properties",
          "externalDocs",
          "example",
          "x-kubernetes-preserve-unknown-fields",
          "x-kubernetes-validations",
          "nullable");
  private static final String ROOT_FIELD_NAMES =
      "[Description Type Format Title Maximum ExclusiveMaximum Minimum ExclusiveMinimum MaxLength"
          + " MinLength Pattern MaxItems MinItems UniqueItems MultipleOf Required Items Properties"
          + " ExternalDocs Example XPreserveUnknownFields XValidations]";

  private final List<ObjectNode> versions;
  private final List<ObjectNode> old;
  private final Findings findings;
  private final Map<String, Part> parts = new LinkedHashMap<>();

  /**
   * Checks of the versions in a spec.
   *
   * @param old the stored versions, none on a create; a schema that they have is not checked again
   */
  VersionChecks(JsonNode spec, List<ObjectNode> old, Findings findings) {
    this.versions = Trees.objects(spec, "versions");
    this.old = old;
    this.findings = findings;
    parts.put("schema", new Part("spec.validation", this::schema));
    parts.put("subresources", new Part("spec.subresources", this::subresources));
    parts.put("additionalPrinterColumns", new Part("spec.additionalPrinterColumns", this::columns));
    parts.put("selectableFields", new Part("spec.selectableFields", this::selectable));
  }

  /** Checks what each version says for itself. */
  void checkEach() {
    for (int i = 0; i < versions.size(); i++) {
      if (!versions.get(i).path("schema").path("openAPIV3Schema").isObject()) {
        findings.required(
            "spec.versions[" + i + "].schema.openAPIV3Schema", "schemas are required");
      }
    }
    for (int i = 0; i < versions.size(); i++) {
      ObjectNode version = versions.get(i);
      String path = "spec.versions[" + i + "]";
      version(version, path);
      parts.forEach(
          (name, part) -> {
            if (!isCommon(name)) {
              part.check().run(version, path + "." + name);
            }
          });
    }
  }

  /** Checks what all versions say alike, once. */
  void checkCommon() {
    parts.forEach(
        (name, part) -> {
          if (!versions.isEmpty() && isCommon(name)) {
            part.check().run(versions.getFirst(), part.commonPath());
          }
        });
  }

  private boolean isCommon(String part) {
    JsonNode first = versions.getFirst().path(part);
    return versions.stream().allMatch(version -> version.path(part).equals(first));
  }

  private void version(ObjectNode version, String path) {
    String name = version.path("name").asText();
    List<String> faults = NameRule.DNS_1035_LABEL.check(name);
    if (!faults.isEmpty()) {
      findings.invalidText(path + ".name", name, String.join(",", faults));
    }
    if (!version.has("deprecationWarning")) {
      return;
    }
    String at = path + ".deprecationWarning";
    String warning = version.path("deprecationWarning").asText();
    if (!version.path("deprecated").asBoolean()) {
      findings.invalidText(at, warning, "can only be set for deprecated versions");
      return;
    }
    if (warning.getBytes(StandardCharsets.UTF_8).length > MAX_WARNING) {
      findings.invalidText(at, warning, "must be <= " + MAX_WARNING + " characters long");
    }
    if (warning.isEmpty()) {
      findings.invalidText(at, warning, "must not be an empty string");
    }
    warning
        .codePoints()
        .filter(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT)
        .findFirst()
        .ifPresent(
            c ->
                findings.invalidText(
                    at,
                    warning,
                    "must only contain printable UTF-8 characters; non-printable character found at"
                        + " index "
                        + utf8Length(warning.substring(0, warning.indexOf(c)))));
  }

  private static int utf8Length(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private void schema(ObjectNode version, String path) {
    boolean accepted =
        old.stream().anyMatch(before -> before.path("schema").equals(version.path("schema")));
    if (accepted || !(version.path("schema").get("openAPIV3Schema") instanceof ObjectNode schema)) {
      return;
    }
    String root = path + ".openAPIV3Schema";
    boolean common = !path.startsWith("spec.versions");
    boolean hasStatus =
        (common ? versions : List.of(version))
            .stream().anyMatch(one -> one.path("subresources").path("status").isObject());
    if (hasStatus) {
      rootFields(schema, root);
    }
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

  /** The status is checked against its own property: what stands beside it would be lost. */
  private void rootFields(ObjectNode schema, String root) {
    String type = schema.path("type").asText();
    if (!type.isEmpty() && !type.equals("object")) {
      findings.invalidText(
          root + ".type",
          type,
          "only \"object\" is allowed as the type at the root of the schema if the status"
              + " subresource is enabled");
      return;
    }
    for (Map.Entry<String, JsonNode> field : schema.properties()) {
      if (!ROOT_FIELDS.contains(field.getKey())) {
        findings.invalid(
            root,
            schema,
            "only "
                + ROOT_FIELD_NAMES
                + " fields are allowed at the root of the schema if the status subresource is"
                + " enabled");
        return;
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
      simplePath(column.path("jsonPath"), at + ".JSONPath");
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
    if (!fields.isEmpty() && !path.startsWith("spec.versions") && !isCommon("schema")) {
      // What all versions say alike is read at the top, and kube-apiserver looks for the schema
      // there.
      findings.invalidText(path, "", "may only be set when validations.schema is included");
      return;
    }
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < fields.size(); i++) {
      JsonNode jsonPath = fields.get(i).path("jsonPath");
      String at = path + "[" + i + "]";
      if (findings.requiredText(at + ".jsonPath", jsonPath)) {
        selectableField(version, jsonPath, at);
        if (!seen.add(jsonPath.asText())) {
          findings.duplicate(at + ".jsonPath", jsonPath.asText());
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
      findings.invalid(at + ".jsonPath", jsonPath, "must not point to fields in metadata");
    }
    if (!SELECTABLE_TYPES.contains(schema.path("type").asText())) {
      findings.invalid(
          at + ".jsonPath",
          jsonPath,
          "must point to a field of type string, boolean or integer. Enum string fields and strings"
              + " with formats are allowed.");
    }
  }

  private record Part(String commonPath, Check check) {}

  private interface Check {
    void run(ObjectNode version, String path);
  }
}
