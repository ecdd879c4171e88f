package io.mkube.apiserver.rules;

import io.mkube.apiserver.catalog.GroupVersionKind;
import io.mkube.apiserver.catalog.ResourceType;
import io.mkube.apiserver.catalog.ResourceType.Origin;
import io.mkube.apiserver.catalog.ResourceType.Scope;
import io.mkube.apiserver.schema.ObjectSchema;
import java.util.List;
import java.util.Locale;

/** Builds the entry of one kind; what is not said is as for most kinds. */
public final class Kinds {
  private static final List<String> VERBS =
      List.of("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch");

  private final GroupVersionKind kind;
  private final String plural;
  private Scope scope = Scope.NAMESPACED;
  private List<String> shortNames = List.of();
  private List<String> categories = List.of();
  private List<String> subresources = List.of();
  private List<String> verbs = VERBS;

  private Kinds(GroupVersionKind kind, String plural) {
    this.kind = kind;
    this.plural = plural;
  }

  /** Begins a namespaced kind with all verbs, in version {@code v1}. */
  public static Kinds kind(String group, String kind, String plural) {
    return kind(new GroupVersionKind(group, "v1", kind), plural);
  }

  /** Begins a namespaced kind with all verbs. */
  public static Kinds kind(GroupVersionKind kind, String plural) {
    return new Kinds(kind, plural);
  }

  public Kinds clusterWide() {
    scope = Scope.CLUSTER;
    return this;
  }

  public Kinds shortNames(String... names) {
    shortNames = List.of(names);
    return this;
  }

  /** Shows the kind in {@code kubectl get all}. */
  public Kinds inAll() {
    categories = List.of("all");
    return this;
  }

  public Kinds categories(String... names) {
    categories = List.of(names);
    return this;
  }

  public Kinds subresources(String... names) {
    subresources = List.of(names);
    return this;
  }

  public Kinds verbs(String... names) {
    verbs = List.of(names);
    return this;
  }

  /** The entry. */
  public BuiltInKind with(KindRules rules) {
    ResourceType type =
        new ResourceType(
            kind,
            plural,
            kind.kind().toLowerCase(Locale.ROOT),
            kind.kind() + "List",
            scope,
            shortNames,
            categories,
            verbs,
            subresources,
            Origin.BUILT_IN);
    return new BuiltInKind(type, ObjectSchema.ofBuiltIn(kind), rules);
  }
}
