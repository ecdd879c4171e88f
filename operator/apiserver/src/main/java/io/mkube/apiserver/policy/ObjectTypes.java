package io.mkube.apiserver.policy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.cel.ValueType;
import io.mkube.apiserver.cel.ValueType.Field;
import io.mkube.apiserver.cel.ValueType.ListKind;
import io.mkube.apiserver.schema.ObjectSchema;
import io.mkube.apiserver.types.BuiltInTypes;
import io.mkube.apiserver.types.ObjectType;
import io.mkube.apiserver.types.ValueType.Scalar;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The types of whole objects, as expressions see them that are checked before they run. */
public final class ObjectTypes {
  private static final ValueType ANY = new ValueType.Simple(ValueType.Scalar.INT_OR_STRING, 0, 1);
  private final Deque<ObjectType> open = new ArrayDeque<>();

  private ObjectTypes() {}

  /** Objects of a built-in kind; empty for a type that contains itself. */
  public static Optional<ValueType> ofBuiltIn(ObjectType type) {
    try {
      return Optional.of(new ObjectTypes().fields(type));
    } catch (EndlessTypeException e) {
      return Optional.empty();
    }
  }

  /** Objects of a definition, with all metadata. */
  public static Optional<ValueType> ofDefinition(ObjectNode schema) {
    return ObjectSchema.typeOf(schema).map(ObjectTypes::withMetadata);
  }

  private static ValueType withMetadata(ValueType type) {
    if (!(type instanceof ValueType.Fields object)) {
      return type;
    }
    Map<String, Field> fields = new LinkedHashMap<>(object.fields());
    ofBuiltIn(BuiltInTypes.get().named("meta.v1.ObjectMeta"))
        .ifPresent(metadata -> fields.put("metadata", new Field(metadata, false)));
    return new ValueType.Fields(fields, object.maxSize(), object.minBytes());
  }

  private ValueType fields(ObjectType type) {
    if (open.contains(type)) {
      throw new EndlessTypeException();
    }
    open.push(type);
    Map<String, Field> fields = new LinkedHashMap<>();
    type.fields().forEach((name, field) -> fields.put(name, new Field(value(field.type()), false)));
    open.pop();
    return new ValueType.Fields(fields, 0, 2);
  }

  private ValueType value(io.mkube.apiserver.types.ValueType type) {
    return switch (type) {
      case io.mkube.apiserver.types.ValueType.Fields fields -> fields(fields.type());
      case io.mkube.apiserver.types.ValueType.ListOf list ->
          new ValueType.ListOf(value(list.element()), false, ListKind.ATOMIC, List.of(), 0, 2);
      case io.mkube.apiserver.types.ValueType.MapOf map ->
          new ValueType.MapOf(value(map.value()), false, 0, 2);
      case Scalar scalar -> scalar(scalar);
    };
  }

  private static ValueType scalar(Scalar scalar) {
    return switch (scalar) {
      case STRING -> simple(ValueType.Scalar.STRING);
      case BOOL -> simple(ValueType.Scalar.BOOL);
      case INT32, INT64 -> simple(ValueType.Scalar.INT);
      case DOUBLE -> simple(ValueType.Scalar.DOUBLE);
      case BYTES -> simple(ValueType.Scalar.BYTES);
      case TIME, MICRO_TIME -> simple(ValueType.Scalar.DATE_TIME);
      case STRING_ITEMS ->
          new ValueType.ListOf(
              simple(ValueType.Scalar.STRING), false, ListKind.ATOMIC, List.of(), 0, 2);
      case QUANTITY,
          INT_OR_STRING,
          RAW_JSON,
          SCHEMA_OR_ARRAY,
          SCHEMA_OR_BOOL,
          SCHEMA_OR_STRING_ARRAY ->
          ANY;
    };
  }

  private static ValueType simple(ValueType.Scalar scalar) {
    return new ValueType.Simple(scalar, 0, 1);
  }

  /** A type that contains itself, of which there is no end. */
  private static final class EndlessTypeException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
