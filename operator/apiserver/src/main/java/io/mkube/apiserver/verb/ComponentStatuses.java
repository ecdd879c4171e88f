package io.mkube.apiserver.verb;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.answer.Answer;
import io.mkube.apiserver.cache.CachedObject;
import io.mkube.apiserver.error.ApiException;
import io.mkube.apiserver.object.Json;
import io.mkube.apiserver.object.ObjectMetadata;
import io.mkube.apiserver.request.ListOptions;
import io.mkube.store.StoreHealth;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The parts of a cluster and how they are, under the names that kube-apiserver has for them: what
 * its scheduler and controllers do is done within this server, and the store is its etcd.
 * Thread-safe.
 */
public final class ComponentStatuses {
  private static final String RESOURCE = "componentstatuses";
  private static final String STORE = "etcd-0";
  private static final List<String> NAMES = List.of("controller-manager", STORE, "scheduler");
  private static final String DEPRECATION = "v1 ComponentStatus is deprecated in v1.19+";

  private final Supplier<StoreHealth> store;

  /**
   * The parts of one server.
   *
   * @param store how the store is
   */
  public ComponentStatuses(Supplier<StoreHealth> store) {
    this.store = store;
  }

  /** Whether a call is about them. */
  public static boolean concerns(Call call) {
    return call.target().resource().equals(RESOURCE) && call.target().group().isEmpty();
  }

  /** One part. */
  public Answer get(Call call) {
    call.warnings().accept(DEPRECATION);
    if (!NAMES.contains(call.name())) {
      throw ApiException.notFound(call.target().reference());
    }
    return new Answer.One(200, call.resource(), status(call, call.name()));
  }

  /** All parts that are selected. */
  public Answer list(Call call, ListOptions options) {
    call.warnings().accept(DEPRECATION);
    Selection selection = Selection.of(call.resource(), "", options);
    List<CachedObject> statuses =
        NAMES.stream().map(name -> status(call, name)).filter(selection).toList();
    return new Answer.Many(call.resource(), 0, statuses, "", OptionalLong.empty());
  }

  private CachedObject status(Call call, String name) {
    ObjectNode object = Json.object().put("apiVersion", "v1").put("kind", "ComponentStatus");
    ObjectMetadata metadata = ObjectMetadata.of(object);
    metadata.set("name", name);
    metadata.node().putNull("creationTimestamp");
    ObjectNode condition = object.putArray("conditions").addObject().put("type", "Healthy");
    StoreHealth health = store.get();
    if (name.equals(STORE) && !health.writable()) {
      condition.put("status", "False").put("error", health.detail());
    } else {
      condition.put("status", "True").put("message", "ok");
    }
    return CachedObject.prepare(call.resource().key("", name), object, Set.of());
  }
}
