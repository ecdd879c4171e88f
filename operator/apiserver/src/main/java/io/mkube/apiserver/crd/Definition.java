package io.mkube.apiserver.crd;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.catalog.GroupVersionKind;
import io.mkube.apiserver.catalog.ResourceType;
import io.mkube.apiserver.object.Condition;
import io.mkube.apiserver.object.ObjectMetadata;
import io.mkube.apiserver.ownership.Shapes;
import io.mkube.apiserver.resource.PackedSchema;
import io.mkube.apiserver.resource.ServedResource;
import io.mkube.apiserver.resource.VersionPriority;
import io.mkube.apiserver.schema.ObjectSchema;
import io.mkube.apiserver.table.TableColumns;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Reads a stored definition into what is served because of it. */
final class Definition {
  private static final List<String> VERBS =
      List.of("delete", "deletecollection", "get", "list", "patch", "create", "update", "watch");

  private final ObjectNode object;
  private final JsonNode spec;
  private final long revision;

  Definition(ObjectNode object, long revision) {
    this.object = object;
    this.spec = object.path("spec");
    this.revision = revision;
  }

  String name() {
    return ObjectMetadata.of(object).name();
  }

  String group() {
    return spec.path("group").asText();
  }

  String plural() {
    return spec.path("names").path("plural").asText();
  }

  boolean namespaced() {
    return spec.path("scope").asText().equals("Namespaced");
  }

  boolean terminating() {
    return ObjectMetadata.of(object).deleting();
  }

  /** Everything that, when it changes, changes what is served. */
  String fingerprint() {
    String content =
        spec
            + " "
            + object.path("status").path("acceptedNames")
            + " "
            + object.path("status").path("storedVersions")
            + " "
            + established()
            + " "
            + terminating();
    return UUID.nameUUIDFromBytes(content.getBytes(StandardCharsets.UTF_8)).toString();
  }

  boolean established() {
    return Condition.isTrue(object, NameAcceptance.ESTABLISHED);
  }

  /** The served versions. */
  List<ServedResource> resources() {
    List<ServedResource> resources = new ArrayList<>();
    for (JsonNode version : spec.path("versions")) {
      if (version.path("served").asBoolean()) {
        resources.add(resource(version));
      }
    }
    return resources;
  }

  private ServedResource resource(JsonNode version) {
    String name = version.path("name").asText();
    ObjectNode openApi = CustomRules.orEmpty(version.path("schema").path("openAPIV3Schema"));
    ObjectSchema schema = ObjectSchema.ofAcceptedResource(openApi);
    CustomRules rules = CustomRules.of(version, schema);
    JsonNode columns = version.path("additionalPrinterColumns");
    ResourceType type = type(name, rules);
    return new ServedResource(
        type,
        schema,
        rules,
        () -> TableColumns.forCustomResource(columns.isMissingNode() ? null : columns),
        Shapes.ofCustomResource(type, openApi),
        new ServedResource.Location(group(), plural(), form(name, schema)),
        new ServedResource.Definition(
            name(), PackedSchema.of(openApi), terminating(), deprecation(version, type)));
  }

  private CustomForm form(String version, ObjectSchema schema) {
    JsonNode stored = object.path("status").path("storedVersions");
    boolean only = stored.size() == 1 && stored.get(0).asText().equals(version);
    return new CustomForm(
        group() + "/" + version,
        group() + "/" + storageVersion(),
        schema,
        only ? revision : Long.MAX_VALUE);
  }

  private String storageVersion() {
    for (JsonNode version : spec.path("versions")) {
      if (version.path("storage").asBoolean()) {
        return version.path("name").asText();
      }
    }
    throw new IllegalStateException(name() + " has no storage version");
  }

  private ResourceType type(String version, CustomRules rules) {
    JsonNode names = object.path("status").path("acceptedNames");
    return new ResourceType(
        new GroupVersionKind(group(), version, names.path("kind").asText()),
        plural(),
        names.path("singular").asText(),
        names.path("listKind").asText(),
        namespaced() ? ResourceType.Scope.NAMESPACED : ResourceType.Scope.CLUSTER,
        texts(names.path("shortNames")),
        texts(names.path("categories")),
        VERBS,
        rules.subresources(),
        ResourceType.Origin.CUSTOM);
  }

  private String deprecation(JsonNode version, ResourceType type) {
    if (!version.path("deprecated").asBoolean()) {
      return "";
    }
    String own = version.path("deprecationWarning").asText("");
    if (!own.isEmpty()) {
      return own;
    }
    String kind = type.kind().kind();
    String warning = type.kind().apiVersion() + " " + kind + " is deprecated";
    return replacement(type.kind().version())
        .map(better -> warning + "; use " + group() + "/" + better + " " + kind)
        .orElse(warning);
  }

  /** The best version that is served, not deprecated and preferred to another. */
  private Optional<String> replacement(String deprecated) {
    List<String> better = new ArrayList<>();
    for (JsonNode version : spec.path("versions")) {
      String name = version.path("name").asText();
      if (version.path("served").asBoolean()
          && !version.path("deprecated").asBoolean()
          && VersionPriority.ORDER.compare(name, deprecated) < 0) {
        better.add(name);
      }
    }
    return better.stream().min(VersionPriority.ORDER);
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.asText()));
    return texts;
  }
}
