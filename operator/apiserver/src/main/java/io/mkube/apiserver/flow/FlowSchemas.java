package io.mkube.apiserver.flow;

import com.fasterxml.jackson.databind.JsonNode;
import io.mkube.apiserver.authn.User;
import io.mkube.apiserver.cache.CachedObject;
import io.mkube.apiserver.cache.ListScope;
import io.mkube.apiserver.cache.ResourceCache;
import io.mkube.apiserver.cache.WatchCache;
import io.mkube.apiserver.rbac.Access;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The flow schemas of the cluster. They tell clients how a request is classified; how many requests
 * run at once is the server's own affair. Thread-safe.
 */
public final class FlowSchemas {
  private static final String GROUP = "flowcontrol.apiserver.k8s.io";

  private final ResourceCache schemas;
  private final ResourceCache levels;

  /** In the order in which they are asked. Every request asks, so nothing is read then. */
  private volatile List<FlowSchema> ordered = List.of();

  /** Reads them, and again whenever one changes. */
  public FlowSchemas(WatchCache cache) {
    this.schemas = cache.of(GROUP, "flowschemas");
    this.levels = cache.of(GROUP, "prioritylevelconfigurations");
    // Listens first: what changes between the two is then read by both, not by neither.
    cache.addListener(
        event -> {
          if (event.object().key().group().equals(GROUP)) {
            collect();
          }
        });
    collect();
  }

  /** Where a request belongs; empty while there is no schema for it. */
  public Optional<Flow> of(User user, Access access) {
    for (FlowSchema schema : ordered) {
      if (schema.matches(user, access)) {
        return Optional.of(schema.flow());
      }
    }
    return Optional.empty();
  }

  /** Schemas whose priority level is missing count for nothing. */
  private synchronized void collect() {
    List<FlowSchema> found = new ArrayList<>();
    for (CachedObject object : schemas.list(ListScope.all(""), each -> true).items()) {
      JsonNode spec = object.decode().path("spec");
      String level = spec.path("priorityLevelConfiguration").path("name").asText();
      levels
          .get("", level)
          .map(configuration -> new Flow(object.uid(), configuration.uid()))
          .ifPresent(flow -> found.add(FlowSchema.of(object.name(), spec, flow)));
    }
    found.sort(Comparator.comparingInt(FlowSchema::precedence).thenComparing(FlowSchema::name));
    ordered = List.copyOf(found);
  }

  /**
   * A classification.
   *
   * @param schema uid of the flow schema
   * @param level uid of its priority level
   */
  public record Flow(String schema, String level) {}
}
