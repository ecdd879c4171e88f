package io.mkube.apiserver.ownership;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.catalog.GroupVersionKind;
import io.mkube.apiserver.catalog.ResourceType;
import io.mkube.apiserver.fieldset.FieldSet;
import io.mkube.apiserver.merge.AlwaysThere;
import io.mkube.apiserver.merge.BuiltInMergeTypes;
import io.mkube.apiserver.merge.DefinedMergeTypes;
import io.mkube.apiserver.merge.MergeType;
import io.mkube.apiserver.types.BuiltInTypes;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How the objects of one resource are tracked, by the subresource that is written to. The merge
 * type is made on first use. Thread-safe.
 */
public final class Shapes {
  private static final FieldSet STATUS = FieldSet.ofFields(List.of("status"));
  private static final FieldSet SPEC = FieldSet.ofFields(List.of("spec"));
  private static final FieldSet SPEC_AND_METADATA =
      FieldSet.ofFields(List.of("spec"), List.of("metadata"));

  /** Events are one kind in two groups. */
  private static final List<String> EVENT_GROUPS = List.of("", "events.k8s.io");

  /** What the status of a kind resets besides the spec. */
  private static final Map<GroupVersionKind, FieldSet> RESET_BY_STATUS =
      Map.of(
          new GroupVersionKind("", "v1", "Pod"),
          FieldSet.ofFields(
              List.of("spec"),
              List.of("metadata", "deletionTimestamp"),
              List.of("metadata", "ownerReferences")),
          new GroupVersionKind("apps", "v1", "Deployment"),
          FieldSet.ofFields(List.of("spec"), List.of("metadata", "labels")),
          new GroupVersionKind("apiextensions.k8s.io", "v1", "CustomResourceDefinition"),
          SPEC_AND_METADATA,
          new GroupVersionKind("apiregistration.k8s.io", "v1", "APIService"),
          SPEC_AND_METADATA,
          new GroupVersionKind("admissionregistration.k8s.io", "v1", "ValidatingAdmissionPolicy"),
          SPEC_AND_METADATA,
          new GroupVersionKind("flowcontrol.apiserver.k8s.io", "v1", "FlowSchema"),
          SPEC_AND_METADATA,
          new GroupVersionKind("flowcontrol.apiserver.k8s.io", "v1", "PriorityLevelConfiguration"),
          SPEC_AND_METADATA,
          new GroupVersionKind("storage.k8s.io", "v1", "VolumeAttachment"),
          SPEC_AND_METADATA);

  private final ResourceType type;
  private final Supplier<MergeType> merging;
  private final Map<String, ObjectShape> shapes = new ConcurrentHashMap<>();
  private volatile @Nullable MergeType made;

  private Shapes(ResourceType type, Supplier<MergeType> merging) {
    this.type = type;
    this.merging = merging;
  }

  /** Those of a built-in kind. */
  public static Shapes ofBuiltIn(ResourceType type) {
    return new Shapes(
        type,
        () ->
            BuiltInTypes.get()
                .ofKind(type.kind())
                .map(BuiltInMergeTypes::of)
                .orElse(MergeType.Unknown.DEDUCED));
  }

  /**
   * Those of a custom resource.
   *
   * @param schema {@code openAPIV3Schema} of its version
   */
  public static Shapes ofCustomResource(ResourceType type, ObjectNode schema) {
    return new Shapes(type, () -> DefinedMergeTypes.of(schema));
  }

  /** The shape for writes to a subresource, {@code ""} for the object itself. */
  public ObjectShape of(String subresource) {
    return shapes.computeIfAbsent(subresource, this::make);
  }

  private ObjectShape make(String subresource) {
    return new ObjectShape(
        type.kind(), merging(), reset(subresource), alwaysThere(), this::isVersion);
  }

  private FieldSet alwaysThere() {
    return type.origin() == ResourceType.Origin.CUSTOM
        ? FieldSet.EMPTY
        : BuiltInTypes.get().ofKind(type.kind()).map(AlwaysThere::of).orElse(FieldSet.EMPTY);
  }

  private MergeType merging() {
    MergeType known = made;
    if (known == null) {
      known = merging.get();
      made = known;
    }
    return known;
  }

  private FieldSet reset(String subresource) {
    return switch (subresource) {
      case "status", "approval" -> RESET_BY_STATUS.getOrDefault(type.kind(), SPEC);
      default -> type.hasSubresource("status") ? STATUS : FieldSet.EMPTY;
    };
  }

  /** No version of a kind is ever converted here but by its name, so all of a group will do. */
  private boolean isVersion(String apiVersion) {
    int slash = apiVersion.indexOf('/');
    String group = slash < 0 ? "" : apiVersion.substring(0, slash);
    return group.equals(type.kind().group())
        || (type.kind().kind().equals("Event") && EVENT_GROUPS.contains(group));
  }
}
