package io.mkube.apiserver.merge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.mkube.apiserver.fieldset.PathElement;
import io.mkube.apiserver.types.ObjectType;
import io.mkube.apiserver.types.TypeField;
import io.mkube.apiserver.types.TypeField.Merge;
import io.mkube.apiserver.types.ValueType;
import io.mkube.apiserver.types.ValueType.Scalar;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The merge types of built-in kinds. Thread-safe. */
public final class BuiltInMergeTypes {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final Map<String, MergeType> KNOWN = new ConcurrentHashMap<>();

  private BuiltInMergeTypes() {}

  /** The merge type of an object type. */
  public static MergeType of(ObjectType type) {
    MergeType known = KNOWN.get(type.name());
    if (known != null) {
      return known;
    }
    MergeType made = new Struct(type, type.atomic());
    MergeType other = KNOWN.putIfAbsent(type.name(), made);
    return other == null ? made : other;
  }

  /** Raw extensions are merged by fields, the JSON values in schemas are not. */
  private static MergeType of(ObjectType owner, TypeField field) {
    return field.type() == Scalar.RAW_JSON && !owner.name().startsWith("apiextensions.")
        ? MergeType.Unknown.DEDUCED
        : of(field);
  }

  private static MergeType of(TypeField field) {
    boolean atomic = field.merge().kind() == Merge.Kind.ATOMIC;
    return switch (field.type()) {
      case ValueType.ListOf list -> items(list.element(), field.merge());
      case ValueType.Fields fields ->
          switch (field.merge().kind()) {
            case ATOMIC -> new Struct(fields.type(), true);
            case GRANULAR -> new Struct(fields.type(), false);
            case DEFAULT, SET, MAP -> of(fields.type());
          };
      case ValueType.MapOf map -> new Entries(of(map.value()), atomic);
      case Scalar scalar -> of(scalar);
    };
  }

  private static MergeType of(ValueType type) {
    return switch (type) {
      case ValueType.ListOf list ->
          new MergeType.Items(of(list.element()), MergeType.Items.Kind.ATOMIC, List.of(), Map.of());
      case ValueType.MapOf map -> new Entries(of(map.value()), false);
      case ValueType.Fields fields -> of(fields.type());
      case Scalar scalar -> of(scalar);
    };
  }

  private static MergeType of(Scalar scalar) {
    return switch (scalar) {
      case STRING, BYTES, TIME, MICRO_TIME -> MergeType.Scalar.STRING;
      case BOOL -> MergeType.Scalar.BOOLEAN;
      case INT32, INT64, DOUBLE -> MergeType.Scalar.NUMERIC;
      case QUANTITY, INT_OR_STRING -> MergeType.Scalar.UNTYPED;
      case STRING_ITEMS, RAW_JSON, SCHEMA_OR_ARRAY, SCHEMA_OR_BOOL, SCHEMA_OR_STRING_ARRAY ->
          MergeType.Unknown.WHOLE;
    };
  }

  private static MergeType items(ValueType element, Merge merge) {
    MergeType.Items.Kind kind =
        switch (merge.kind()) {
          case SET -> MergeType.Items.Kind.SET;
          case MAP -> MergeType.Items.Kind.MAP;
          case DEFAULT, ATOMIC, GRANULAR -> MergeType.Items.Kind.ATOMIC;
        };
    Map<String, JsonNode> defaults = new HashMap<>();
    if (element instanceof ValueType.Fields fields) {
      for (String key : merge.keys()) {
        JsonNode value = keyDefault(fields.type(), key);
        if (value != null) {
          defaults.put(key, value);
        }
      }
    }
    return new MergeType.Items(of(element), kind, merge.keys(), defaults);
  }

  /** Kubernetes' schema has zero values as defaults of fields that Go always writes. */
  private static @Nullable JsonNode keyDefault(ObjectType element, String key) {
    String known = element.keyDefault(key);
    if (known != null) {
      return JSON.textNode(known);
    }
    TypeField field = element.field(key);
    if (field == null || !field.required()) {
      return null;
    }
    return of(field) == MergeType.Scalar.NUMERIC ? JSON.numberNode(0) : JSON.textNode("");
  }

  /** An object with declared fields. They are looked up on first use, because types recur. */
  private static final class Struct implements MergeType.Fields {
    private final ObjectType type;
    private final boolean atomic;
    private final Map<String, MergeType.Field> fields = new ConcurrentHashMap<>();

    Struct(ObjectType type, boolean atomic) {
      this.type = type;
      this.atomic = atomic;
    }

    @Override
    public boolean atomic() {
      return atomic;
    }

    @Override
    public MergeType.@Nullable Field field(String name) {
      MergeType.Field known = fields.get(name);
      if (known != null) {
        return known;
      }
      TypeField declared = type.field(name);
      if (declared == null) {
        return null;
      }
      MergeType.Field made = new MergeType.Field(PathElement.field(name), of(type, declared));
      MergeType.Field other = fields.putIfAbsent(name, made);
      return other == null ? made : other;
    }

    @Override
    public @Nullable MergeType others() {
      return null;
    }
  }

  /** A map. */
  private record Entries(MergeType others, boolean atomic) implements MergeType.Fields {
    @Override
    public MergeType.@Nullable Field field(String name) {
      return null;
    }
  }
}
