package io.mkube.apiserver.resource;

import io.mkube.apiserver.catalog.GroupVersionKind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** All resources served at one moment. Immutable. */
public final class ResourceCatalog {
  private final List<ServedResource> resources;
  private final Map<String, ServedResource> byPath;
  private final Map<String, List<String>> versions;

  private ResourceCatalog(List<ServedResource> resources) {
    this.resources = List.copyOf(resources);
    Map<String, ServedResource> paths = new LinkedHashMap<>();
    Map<String, List<String>> found = new TreeMap<>(GroupPriority.ORDER);
    for (ServedResource resource : resources) {
      GroupVersionKind kind = resource.type().kind();
      paths.put(path(kind.group(), kind.version(), resource.type().plural()), resource);
      List<String> known = found.computeIfAbsent(kind.group(), group -> new ArrayList<>());
      if (!known.contains(kind.version())) {
        known.add(kind.version());
      }
    }
    found.values().forEach(list -> list.sort(VersionPriority.ORDER));
    this.byPath = Map.copyOf(paths);
    this.versions = found;
  }

  /** A catalog of these resources, in the order in which discovery shows them. */
  public static ResourceCatalog of(Collection<ServedResource> resources) {
    return new ResourceCatalog(List.copyOf(resources));
  }

  public List<ServedResource> resources() {
    return resources;
  }

  /** The resource at a URL. */
  public Optional<ServedResource> find(String group, String version, String plural) {
    return Optional.ofNullable(byPath.get(path(group, version, plural)));
  }

  /** The resource of a kind, for references by apiVersion and kind. */
  public Optional<ServedResource> find(GroupVersionKind kind) {
    return resources.stream().filter(resource -> resource.type().kind().equals(kind)).findFirst();
  }

  /** Any version of a stored resource. */
  public Optional<ServedResource> stored(String group, String plural) {
    return resources.stream()
        .filter(
            resource ->
                resource.location().group().equals(group)
                    && resource.location().resource().equals(plural)
                    && resource.type().kind().group().equals(group))
        .findFirst();
  }

  /** One version of every resource that is stored. */
  public List<ServedResource> stored() {
    Map<String, ServedResource> found = new LinkedHashMap<>();
    for (ServedResource resource : resources) {
      ServedResource.Location location = resource.location();
      if (!resource.answered() && location.group().equals(resource.type().kind().group())) {
        found.putIfAbsent(location.group() + "/" + location.resource(), resource);
      }
    }
    return List.copyOf(found.values());
  }

  /** Served groups, the core group as {@code ""} first. */
  public Collection<String> groups() {
    return versions.keySet();
  }

  /** Served versions of a group, the preferred one first. */
  public List<String> versions(String group) {
    return versions.getOrDefault(group, List.of());
  }

  /** The resources of one group and version. */
  public List<ServedResource> in(String group, String version) {
    return resources.stream()
        .filter(
            resource ->
                resource.type().kind().group().equals(group)
                    && resource.type().kind().version().equals(version))
        .toList();
  }

  private static String path(String group, String version, String plural) {
    return group + "/" + version + "/" + plural;
  }
}
