package io.mkube.apiserver.resource;

import io.mkube.apiserver.catalog.GroupVersionKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * The resources served now: the built-in ones and those of definitions. Readers take {@link
 * #catalog} once for a request. Thread-safe.
 */
public final class ResourceRegistry {
  private final List<ServedResource> builtIn;
  private final Map<String, List<ServedResource>> defined = new TreeMap<>();
  private final List<Consumer<List<ServedResource>>> listeners = new CopyOnWriteArrayList<>();
  private volatile ResourceCatalog catalog;

  public ResourceRegistry(List<ServedResource> builtIn) {
    this.builtIn = List.copyOf(builtIn);
    this.catalog = ResourceCatalog.of(builtIn);
  }

  /** What is served at this moment. */
  public ResourceCatalog catalog() {
    return catalog;
  }

  /** Whether a resource is still served as it is. */
  public boolean serves(ServedResource resource) {
    GroupVersionKind kind = resource.type().kind();
    return catalog
        .find(kind.group(), kind.version(), resource.type().plural())
        .filter(resource::equals)
        .isPresent();
  }

  /** Calls the listener with resources that are no longer served as they were. */
  public void onRetired(Consumer<List<ServedResource>> listener) {
    listeners.add(listener);
  }

  /**
   * Serves the versions of a definition, in place of what was served for it before.
   *
   * @param definition name of the definition
   * @param versions its served versions, none to stop serving it
   */
  public void define(String definition, List<ServedResource> versions) {
    List<ServedResource> retired;
    synchronized (defined) {
      List<ServedResource> before =
          versions.isEmpty()
              ? defined.remove(definition)
              : defined.put(definition, List.copyOf(versions));
      List<ServedResource> all = new ArrayList<>(builtIn);
      defined.values().forEach(all::addAll);
      catalog = ResourceCatalog.of(all);
      retired = before == null ? List.of() : before;
    }
    if (!retired.isEmpty()) {
      listeners.forEach(listener -> listener.accept(retired));
    }
  }
}
