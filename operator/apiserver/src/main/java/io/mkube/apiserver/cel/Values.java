package io.mkube.apiserver.cel;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cel.common.values.CelByteString;
import dev.cel.common.values.NullValue;
import dev.cel.runtime.RuntimeHelpers;
import io.mkube.apiserver.cel.ValueType.ListKind;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.AbstractList;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Base64;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** JSON as expressions see it. Nothing is copied: parts are read when they are looked at. */
final class Values {
  private Values() {}

  static Object of(JsonNode value, ValueType type, boolean nullable) {
    if (value.isNull()) {
      if (nullable) {
        return NullValue.NULL_VALUE;
      }
      throw new ValueFailure("invalid data, got null for schema with nullable=false");
    }
    return switch (type) {
      case ValueType.Simple simple -> scalar(value, simple.scalar());
      case ValueType.ListOf list -> new ListView(value, list);
      case ValueType.MapOf map -> new MapView(value, map);
      case ValueType.Fields fields -> new ObjectView(value, fields);
    };
  }

  private static Object scalar(JsonNode value, ValueType.Scalar scalar) {
    return switch (scalar) {
      case BOOL -> value.booleanValue();
      case DOUBLE -> value.doubleValue();
      case INT -> value.longValue();
      case INT_OR_STRING -> value.isTextual() ? value.textValue() : (Object) value.longValue();
      case STRING -> value.asText();
      case BYTES -> bytes(value);
      case DURATION -> duration(value.asText());
      case DATE, DATE_TIME -> time(value.asText(), scalar == ValueType.Scalar.DATE);
    };
  }

  private static Object bytes(JsonNode value) {
    try {
      return CelByteString.of(Base64.getDecoder().decode(value.asText()));
    } catch (IllegalArgumentException e) {
      throw new ValueFailure("Invalid byte formatted string " + value.asText());
    }
  }

  private static Object duration(String text) {
    try {
      return RuntimeHelpers.createJavaDurationFromString(text);
    } catch (IllegalArgumentException e) {
      throw new ValueFailure("Invalid duration " + text);
    }
  }

  private static Instant time(String text, boolean date) {
    try {
      return date
          ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
          : OffsetDateTime.parse(text.toUpperCase(Locale.ROOT).replace(' ', 'T')).toInstant();
    } catch (DateTimeParseException e) {
      throw new ValueFailure("Invalid date" + (date ? "" : "-time") + " formatted string " + text);
    }
  }

  /** A value does not have the form that its schema promises. */
  static final class ValueFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    ValueFailure(String message) {
      super(message, null, false, false);
    }
  }

  /** A list from a document. */
  static final class ListView extends AbstractList<Object> {
    private final JsonNode array;
    private final ValueType.ListOf type;

    ListView(JsonNode array, ValueType.ListOf type) {
      this.array = array;
      this.type = type;
    }

    ListKind kind() {
      return type.kind();
    }

    /** The identifiers of the fields that tell elements apart. */
    List<String> keys() {
      return type.keys().stream().map(key -> FieldNames.escape(key).orElse(key)).toList();
    }

    @Override
    public Object get(int index) {
      JsonNode element = array.get(index);
      if (element == null) {
        throw new IndexOutOfBoundsException(index);
      }
      return of(element, type.element(), type.nullableElements());
    }

    @Override
    public int size() {
      return array.size();
    }
  }

  /** An object with any fields. */
  private static final class MapView extends View {
    private final ValueType.MapOf type;

    MapView(JsonNode object, ValueType.MapOf type) {
      super(object);
      this.type = type;
    }

    @Override
    @Nullable JsonNode member(String name) {
      return object.get(name);
    }

    @Override
    Object convert(String name, JsonNode value) {
      return of(value, type.value(), type.nullableValues());
    }
  }

  /** An object with known fields, by their identifiers. */
  static final class ObjectView extends View {
    private final ValueType.Fields type;

    ObjectView(JsonNode object, ValueType.Fields type) {
      super(object);
      this.type = type;
    }

    @Override
    @Nullable JsonNode member(String identifier) {
      JsonNode value = object.get(FieldNames.unescape(identifier));
      // A field that is null is as good as absent, unlike an element or a value of a map.
      return value == null || value.isNull() ? null : value;
    }

    @Override
    @Nullable Object present(String identifier) {
      JsonNode value = object.get(FieldNames.unescape(identifier));
      return value == null ? null : convert(identifier, value);
    }

    @Override
    Optional<String> identifier(String name) {
      ValueType.Field field = type.fields().get(name);
      return field == null || field.type() == null ? Optional.empty() : FieldNames.escape(name);
    }

    @Override
    @Nullable Object convert(String identifier, JsonNode value) {
      ValueType.Field field = type.fields().get(FieldNames.unescape(identifier));
      return field == null || field.type() == null
          ? null
          : of(value, field.type(), field.nullable());
    }

    /** What rules cannot see, for comparisons. */
    Map<String, JsonNode> hidden() {
      Map<String, JsonNode> hidden = new HashMap<>();
      for (var member : object.properties()) {
        if (identifier(member.getKey()).isEmpty()) {
          hidden.put(member.getKey(), member.getValue());
        }
      }
      return hidden;
    }
  }

  /** An object of a document. */
  abstract static sealed class View extends AbstractMap<String, Object> {
    final JsonNode object;

    View(JsonNode object) {
      this.object = object;
    }

    /** The value of a field, null too, as comparisons see it; null if there is none. */
    @Nullable Object present(String name) {
      return get(name);
    }

    abstract @Nullable JsonNode member(String name);

    abstract @Nullable Object convert(String name, JsonNode value);

    Optional<String> identifier(String name) {
      return Optional.of(name);
    }

    @Override
    public @Nullable Object get(@Nullable Object key) {
      if (!(key instanceof String name)) {
        return null;
      }
      JsonNode value = member(name);
      return value == null ? null : convert(name, value);
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
      return get(key) != null;
    }

    @Override
    public Set<Map.Entry<String, Object>> entrySet() {
      return new AbstractSet<>() {
        @Override
        public Iterator<Map.Entry<String, Object>> iterator() {
          return object.properties().stream()
              .flatMap(member -> identifier(member.getKey()).stream())
              .<Map.Entry<String, Object>>map(
                  name -> new SimpleImmutableEntry<>(name, View.this.present(name)))
              .iterator();
        }

        @Override
        public int size() {
          return (int)
              object.properties().stream()
                  .filter(member -> identifier(member.getKey()).isPresent())
                  .count();
        }
      };
    }
  }
}
