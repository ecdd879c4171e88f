package io.mkube.apiserver.types;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An object type of the built-in kinds. Its fields are read from the data on first use, because a
 * start needs few of the types. Safe for concurrent use.
 */
public final class ObjectType {
  /** Types whose Go structs carry {@code +structType=atomic}. */
  private static final Set<String> ATOMIC =
      Set.of(
          "core.v1.ConfigMapKeySelector",
          "core.v1.EndpointAddress",
          "core.v1.EndpointPort",
          "core.v1.LocalObjectReference",
          "core.v1.NodeSelector",
          "core.v1.NodeSelectorTerm",
          "core.v1.ObjectFieldSelector",
          "core.v1.ObjectReference",
          "core.v1.ResourceFieldSelector",
          "core.v1.ScopeSelector",
          "core.v1.ScopedResourceSelectorRequirement",
          "core.v1.SecretKeySelector",
          "core.v1.SecretReference",
          "core.v1.TopologySelectorTerm",
          "core.v1.TypedLocalObjectReference",
          "autoscaling.v1.CrossVersionObjectReference",
          "discovery.v1.EndpointPort",
          "meta.v1.LabelSelector",
          "meta.v1.OwnerReference",
          "networking.v1.ServiceBackendPort",
          "rbac.v1.RoleRef",
          "rbac.v1.Subject");

  private final String name;
  private final BuiltInTypes types;
  private final List<String> lines;
  private volatile @Nullable Layout layout;

  ObjectType(String name, BuiltInTypes types, List<String> lines) {
    this.name = name;
    this.types = types;
    this.lines = lines;
  }

  private record Layout(
      Map<String, TypeField> byName,
      Map<Integer, TypeField> byNumber,
      List<TypeField> lastNumberFirst) {}

  /** Package, version and name: {@code core.v1.PodSpec}. */
  public String name() {
    return name;
  }

  /** {@code v1.PodSpec}. */
  public String goName() {
    return name.substring(name.indexOf('.') + 1);
  }

  /** {@code PodSpec}. */
  public String simpleName() {
    return name.substring(name.lastIndexOf('.') + 1);
  }

  /** Whether server-side apply takes objects of this type as a whole. */
  public boolean atomic() {
    return ATOMIC.contains(name);
  }

  /** What a field is taken for when it is absent and identifies a list element, or null. */
  public @Nullable String keyDefault(String field) {
    return switch (name + "." + field) {
      case "core.v1.ContainerPort.protocol", "core.v1.ServicePort.protocol" -> "TCP";
      case "core.v1.LocalObjectReference.name" -> "";
      default -> null;
    };
  }

  /** The fields of the JSON form by name, those of inlined types included, in declared order. */
  public Map<String, TypeField> fields() {
    return layout().byName();
  }

  /** The field of the JSON form with this name, or {@code null}. */
  public @Nullable TypeField field(String jsonName) {
    return layout().byName().get(jsonName);
  }

  /** The protobuf field with this number, an inlined one included, or {@code null}. */
  public @Nullable TypeField field(int number) {
    return layout().byNumber().get(number);
  }

  /** The protobuf fields, inlined ones included, that with the greatest number first. */
  public List<TypeField> lastNumberFirst() {
    return layout().lastNumberFirst();
  }

  @Override
  public String toString() {
    return name;
  }

  private Layout layout() {
    Layout known = layout;
    if (known == null) {
      known = readLayout();
      layout = known;
    }
    return known;
  }

  private Layout readLayout() {
    Map<String, TypeField> byName = new LinkedHashMap<>();
    Map<Integer, TypeField> byNumber = new HashMap<>();
    for (TypeField field : declared()) {
      if (field.number() > 0) {
        byNumber.put(field.number(), field);
      }
      if (field.inline() && field.type() instanceof ValueType.Fields inlined) {
        byName.putAll(inlined.type().fields());
      } else {
        byName.put(field.name(), field);
      }
    }
    List<TypeField> lastNumberFirst =
        byNumber.values().stream()
            .sorted(Comparator.comparingInt(TypeField::number).reversed())
            .toList();
    return new Layout(Collections.unmodifiableMap(byName), Map.copyOf(byNumber), lastNumberFirst);
  }

  private List<TypeField> declared() {
    List<TypeField> fields = new ArrayList<>();
    for (String line : lines) {
      fields.add(types.parseField(line));
    }
    return fields;
  }
}
