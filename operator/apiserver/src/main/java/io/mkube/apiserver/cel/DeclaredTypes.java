package io.mkube.apiserver.cel;

import com.google.common.collect.ImmutableCollection;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import dev.cel.common.types.StructTypeReference;
import io.mkube.apiserver.cel.cost.Sizes;
import io.mkube.apiserver.cel.library.KubernetesLibrary;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The types of one node and of what is below it. Nothing changes after construction. */
@SuppressWarnings("Immutable") // the checker knows only types that say it of themselves
final class DeclaredTypes implements CelTypeProvider, Sizes {
  private static final String ROOT = "selfType";

  private final ValueType root;
  private final Map<String, CelType> structs = new HashMap<>();
  private final CelType declared;

  DeclaredTypes(ValueType root) {
    this(root, ROOT);
  }

  /**
   * The types of one of several variables.
   *
   * @param name begins the names of the types
   */
  DeclaredTypes(ValueType root, String name) {
    this.root = root;
    this.declared = declare(root, name);
  }

  /** The type of {@code self}. */
  CelType self() {
    return declared;
  }

  private CelType declare(ValueType type, String name) {
    return switch (type) {
      case ValueType.Simple simple -> scalar(simple.scalar());
      case ValueType.ListOf list -> ListType.create(declare(list.element(), name + ".@idx"));
      case ValueType.MapOf map ->
          MapType.create(SimpleType.STRING, declare(map.value(), name + ".@elem"));
      case ValueType.Fields fields -> {
        structs.put(name, struct(fields, name));
        yield StructTypeReference.create(name);
      }
    };
  }

  private StructType struct(ValueType.Fields fields, String name) {
    Map<String, CelType> visible = new LinkedHashMap<>();
    fields
        .fields()
        .forEach(
            (field, value) -> {
              ValueType type = value.type();
              Optional<String> identifier = FieldNames.escape(field);
              if (type != null && identifier.isPresent()) {
                CelType declaredType = declare(type, name + "." + identifier.get());
                visible.put(identifier.get(), declaredType);
                FieldNames.escapedWord(field).ifPresent(word -> visible.put(field, declaredType));
              }
            });
    return StructType.create(
        name,
        ImmutableSet.copyOf(visible.keySet()),
        field -> Optional.ofNullable(visible.get(field)));
  }

  private static CelType scalar(ValueType.Scalar scalar) {
    return switch (scalar) {
      case STRING -> SimpleType.STRING;
      case BYTES -> SimpleType.BYTES;
      case DURATION -> SimpleType.DURATION;
      case DATE, DATE_TIME -> SimpleType.TIMESTAMP;
      case BOOL -> SimpleType.BOOL;
      case INT -> SimpleType.INT;
      case DOUBLE -> SimpleType.DOUBLE;
      case INT_OR_STRING -> SimpleType.DYN;
    };
  }

  @Override
  public ImmutableCollection<CelType> types() {
    return ImmutableList.copyOf(structs.values());
  }

  @Override
  public Optional<CelType> findType(String name) {
    CelType struct = structs.get(name);
    return struct == null ? KubernetesLibrary.typeNamed(name) : Optional.of(struct);
  }

  @Override
  public @Nullable Long maxSize(List<String> path) {
    ValueType type = root;
    for (String step : path.subList(1, path.size())) {
      type = below(type, step);
      if (type == null) {
        return null;
      }
    }
    return type.maxSize();
  }

  private static @Nullable ValueType below(ValueType type, String step) {
    return switch (type) {
      case ValueType.ListOf list when step.equals(ITEMS) -> list.element();
      case ValueType.MapOf map when step.equals(KEYS) ->
          new ValueType.Simple(ValueType.Scalar.STRING, map.maxKeySize(), 2);
      // A field of a map is one of its values.
      case ValueType.MapOf map -> map.value();
      case ValueType.Fields fields -> {
        ValueType.Field field = fields.fields().get(FieldNames.unescape(step));
        yield field == null ? null : field.type();
      }
      default -> null;
    };
  }
}
