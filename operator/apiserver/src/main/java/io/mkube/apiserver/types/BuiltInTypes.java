package io.mkube.apiserver.types;

import io.mkube.apiserver.catalog.GroupVersionKind;
import io.mkube.apiserver.types.TypeField.Merge;
import io.mkube.apiserver.types.TypeField.Patch;
import io.mkube.apiserver.types.TypeField.WhenEmpty;
import io.mkube.apiserver.types.ValueType.Scalar;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The types that the built-in kinds are made of. Read from a resource that the build generates from
 * Kubernetes' published descriptors. Immutable and safe for concurrent use.
 */
public final class BuiltInTypes {
  private static final Map<String, Scalar> SCALARS = scalars();

  /** Packages whose group is not written like them. */
  private static final Map<String, String> PACKAGES =
      Map.ofEntries(
          Map.entry("", "core"),
          Map.entry("admissionregistration.k8s.io", "admissionregistration"),
          Map.entry("apps", "apps"),
          Map.entry("autoscaling", "autoscaling"),
          Map.entry("batch", "batch"),
          Map.entry("policy", "policy"),
          Map.entry("meta.k8s.io", "meta"),
          Map.entry("apidiscovery.k8s.io", "apidiscovery"),
          Map.entry("apiextensions.k8s.io", "apiextensions"),
          Map.entry("apiregistration.k8s.io", "apiregistration"),
          Map.entry("authentication.k8s.io", "authentication"),
          Map.entry("authorization.k8s.io", "authorization"),
          Map.entry("certificates.k8s.io", "certificates"),
          Map.entry("coordination.k8s.io", "coordination"),
          Map.entry("discovery.k8s.io", "discovery"),
          Map.entry("events.k8s.io", "events"),
          Map.entry("flowcontrol.apiserver.k8s.io", "flowcontrol"),
          Map.entry("networking.k8s.io", "networking"),
          Map.entry("node.k8s.io", "node"),
          Map.entry("rbac.authorization.k8s.io", "rbac"),
          Map.entry("scheduling.k8s.io", "scheduling"),
          Map.entry("storage.k8s.io", "storage"));

  /** Fields that hardly any Go type has as pointers. */
  private static final Set<String> VALUES = Set.of("metadata", "spec", "status");

  /** Kinds that apimachinery registers in every group. */
  private static final Set<String> KINDS_OF_EVERY_GROUP =
      Set.of(
          "APIGroup", "APIGroupList", "APIResourceList", "APIVersions", "DeleteOptions", "Status");

  private final Map<String, ObjectType> types;

  private BuiltInTypes(String text) {
    Map<String, ObjectType> read = new HashMap<>();
    List<String> lines = text.lines().toList();
    int start = 0;
    while (start < lines.size()) {
      int end = start + 1;
      while (end < lines.size() && lines.get(end).charAt(0) != '[') {
        end++;
      }
      String header = lines.get(start);
      String name = header.substring(1, header.length() - 1);
      read.put(name, new ObjectType(name, this, lines.subList(start + 1, end)));
      start = end;
    }
    types = Map.copyOf(read);
  }

  /** The types, read on the first call. */
  public static BuiltInTypes get() {
    return Holder.TYPES;
  }

  /** The type of the objects of a kind. */
  public Optional<ObjectType> ofKind(GroupVersionKind kind) {
    String folder =
        KINDS_OF_EVERY_GROUP.contains(kind.kind())
            ? "meta.v1"
            : PACKAGES.get(kind.group()) + "." + kind.version();
    return Optional.ofNullable(types.get(folder + "." + kind.kind()));
  }

  /**
   * The type of this name, such as {@code core.v1.PodSpec}.
   *
   * @throws IllegalArgumentException when there is none
   */
  public ObjectType named(String name) {
    ObjectType type = types.get(name);
    if (type == null) {
      throw new IllegalArgumentException("no built-in type " + name);
    }
    return type;
  }

  TypeField parseField(String line) {
    String[] words = line.split(" ");
    boolean required = false;
    boolean inline = false;
    boolean retainKeys = false;
    boolean pointer = false;
    boolean value = VALUES.contains(words[0]);
    WhenEmpty whenEmpty = WhenEmpty.DEFAULT;
    Patch.Strategy strategy = Patch.Strategy.DEFAULT;
    @Nullable String mergeKey = null;
    Merge merge = Merge.DEFAULT;
    for (String marker : Arrays.asList(words).subList(3, words.length)) {
      String[] parts = marker.split("=", 2);
      switch (parts[0]) {
        case "required" -> required = true;
        case "inline" -> inline = true;
        case "retainKeys" -> retainKeys = true;
        case "omitzero" -> whenEmpty = WhenEmpty.OMITTED;
        case "keepempty" -> whenEmpty = WhenEmpty.KEPT;
        case "pointer" -> pointer = true;
        case "value" -> value = true;
        case "replace" -> strategy = Patch.Strategy.REPLACE;
        case "merge" -> {
          strategy = Patch.Strategy.MERGE;
          mergeKey = parts.length > 1 ? parts[1] : null;
        }
        case "atomic" -> merge = new Merge(Merge.Kind.ATOMIC, List.of());
        case "granular" -> merge = new Merge(Merge.Kind.GRANULAR, List.of());
        case "list" -> merge = parseMerge(parts[1]);
        default -> throw new IllegalStateException("marker " + marker + " in " + line);
      }
    }
    ValueType type = parseType(words[2]);
    return new TypeField(
        words[0],
        Integer.parseInt(words[1]),
        type,
        inline,
        required,
        whenEmpty,
        !pointer && isPlain(type, whenEmpty, value, required),
        new Patch(strategy, mergeKey, retainKeys),
        merge);
  }

  private static boolean isPlain(
      ValueType type, WhenEmpty whenEmpty, boolean value, boolean required) {
    return switch (type) {
      case ValueType.ListOf list -> false;
      case ValueType.MapOf map -> false;
      case ValueType.Fields fields -> value || required;
      case Scalar scalar ->
          switch (scalar) {
            case STRING -> whenEmpty != WhenEmpty.KEPT || required;
            case BOOL, INT32, INT64, DOUBLE -> whenEmpty == WhenEmpty.OMITTED || value || required;
            case BYTES, STRING_ITEMS -> false;
            default -> value || required;
          };
    };
  }

  private static Merge parseMerge(String text) {
    String[] parts = text.split(":", 2);
    return switch (parts[0]) {
      case "atomic" -> new Merge(Merge.Kind.ATOMIC, List.of());
      case "set" -> new Merge(Merge.Kind.SET, List.of());
      case "map" -> new Merge(Merge.Kind.MAP, List.of(parts[1].split(",")));
      default -> throw new IllegalStateException("list type " + text);
    };
  }

  private ValueType parseType(String text) {
    if (text.startsWith("[]")) {
      return new ValueType.ListOf(parseType(text.substring("[]".length())));
    }
    if (text.startsWith("map[string]")) {
      return new ValueType.MapOf(parseType(text.substring("map[string]".length())));
    }
    Scalar scalar = SCALARS.get(text);
    return scalar != null ? scalar : new ValueType.Fields(named(text));
  }

  private static Map<String, Scalar> scalars() {
    Map<String, Scalar> byName = new HashMap<>();
    for (Scalar scalar : Scalar.values()) {
      byName.put(scalar.dataName(), scalar);
    }
    return byName;
  }

  static String resource(String name) {
    try (InputStream in = BuiltInTypes.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class Holder {
    static final BuiltInTypes TYPES = new BuiltInTypes(resource("types.txt"));
  }
}
