package io.mkube.apiserver.ownership;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.catalog.GroupVersionKind;
import io.mkube.apiserver.error.ApiException;
import io.mkube.apiserver.fieldset.FieldSet;
import io.mkube.apiserver.fieldset.FieldsV1;
import io.mkube.apiserver.merge.BuiltInMergeTypes;
import io.mkube.apiserver.merge.DefinedMergeTypes;
import io.mkube.apiserver.merge.MergeType;
import io.mkube.apiserver.object.Json;
import io.mkube.apiserver.types.BuiltInTypes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.Yaml;

/** One object and the managers that write it, without a server. Each write is a second later. */
final class Scene {
  private final Ticks clock = new Ticks();
  private final FieldOwnership ownership = new FieldOwnership(clock);
  private final ObjectShape shape;
  private @Nullable ObjectNode object;

  private Scene(GroupVersionKind kind, MergeType type) {
    this.shape =
        new ObjectShape(
            kind, type, FieldSet.EMPTY, FieldSet.EMPTY, version -> !version.equals("gone/v1"));
  }

  static Scene of(String apiVersion, String kind) {
    GroupVersionKind type = GroupVersionKind.of(apiVersion, kind);
    return new Scene(type, BuiltInMergeTypes.of(BuiltInTypes.get().ofKind(type).orElseThrow()));
  }

  /** An object {@code example.com/v1 Thing} whose spec has this schema. */
  static Scene ofSchema(String specSchema) {
    ObjectNode schema = Json.object().put("type", "object");
    schema.putObject("properties").set("spec", yaml(specSchema));
    return new Scene(
        new GroupVersionKind("example.com", "v1", "Thing"), DefinedMergeTypes.of(schema));
  }

  /** A scene with another schema, which goes on with the object of this one. */
  Scene underSchema(String specSchema) {
    Scene other = ofSchema(specSchema);
    other.object = object;
    return other;
  }

  Scene apply(String manager, String spec) throws ApplyConflictException {
    return apply(manager, spec, false);
  }

  Scene force(String manager, String spec) throws ApplyConflictException {
    return apply(manager, spec, true);
  }

  private Scene apply(String manager, String spec, boolean force) throws ApplyConflictException {
    clock.tick();
    FieldOwnership.Applied applied =
        ownership.apply(shape, new Writer(manager, ""), object, whole(spec), force);
    keep(applied.object(), applied.managedFields());
    return this;
  }

  Scene update(String manager, String spec) {
    clock.tick();
    ObjectNode changed = whole(spec);
    ArrayNode fields = ownership.update(shape, new Writer(manager, ""), object, changed);
    keep(changed, fields);
    return this;
  }

  /** Changes the object behind the back of all managers, as defaults do. */
  Scene set(String spec) {
    ObjectNode changed = whole(spec);
    keep(changed, (ArrayNode) object().path("metadata").withArray("managedFields"));
    return this;
  }

  /** Rewrites the version of all entries. */
  Scene entriesInVersion(String apiVersion) {
    for (JsonNode entry : object().path("metadata").path("managedFields")) {
      ((ObjectNode) entry).put("apiVersion", apiVersion);
    }
    return this;
  }

  String conflictOf(String manager, String spec) {
    try {
      apply(manager, spec);
      return "none";
    } catch (ApplyConflictException e) {
      return e.failure().message();
    }
  }

  String errorOf(String manager, String spec) throws ApplyConflictException {
    try {
      apply(manager, spec);
      return "none";
    } catch (ApiException e) {
      String text = e.failure().message();
      return text.substring(text.indexOf("): ") + 3);
    }
  }

  /** The spec as JSON. */
  String spec() {
    return object().path("spec").toString();
  }

  /** What a manager owns below the spec, one path after another. */
  String owned(String manager) {
    TreeSet<String> paths = new TreeSet<>();
    for (JsonNode entry : object().path("metadata").path("managedFields")) {
      if (entry.path("manager").asText().equals(manager)) {
        FieldsV1.decode(entry.path("fieldsV1")).forEach(path -> paths.add(FieldSet.textOf(path)));
      }
    }
    List<String> shortened = new ArrayList<>();
    paths.forEach(path -> shortened.add(path.replaceFirst("^\\.spec", "")));
    return String.join(" ", shortened);
  }

  /** Managers in their order. */
  String managers() {
    List<String> names = new ArrayList<>();
    for (JsonNode entry : object().path("metadata").path("managedFields")) {
      names.add(entry.path("manager").asText() + "@" + entry.path("time").asText("-"));
    }
    return String.join(" ", names);
  }

  ObjectNode object() {
    ObjectNode known = object;
    if (known == null) {
      throw new IllegalStateException("nothing has been written yet");
    }
    return known;
  }

  private void keep(ObjectNode changed, ArrayNode managedFields) {
    ObjectNode copy = changed.deepCopy();
    copy.withObject("/metadata").set("managedFields", managedFields.deepCopy());
    object = copy;
  }

  private ObjectNode whole(String spec) {
    ObjectNode whole = Json.object();
    whole.put("apiVersion", shape.kind().apiVersion()).put("kind", shape.kind().kind());
    whole.putObject("metadata").put("name", "a");
    whole.set("spec", yaml(spec));
    return whole;
  }

  static JsonNode yaml(String text) {
    return Json.MAPPER.valueToTree(new Yaml().load(text));
  }

  private static final class Ticks extends Clock {
    private Instant now = Instant.parse("2030-01-01T00:00:00Z");

    void tick() {
      now = now.plus(Duration.ofSeconds(1));
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
