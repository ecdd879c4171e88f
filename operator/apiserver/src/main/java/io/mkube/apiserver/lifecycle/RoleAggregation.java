package io.mkube.apiserver.lifecycle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.cache.CacheEvent;
import io.mkube.apiserver.cache.CachedObject;
import io.mkube.apiserver.cache.ListScope;
import io.mkube.apiserver.object.Json;
import io.mkube.apiserver.rbac.RoleBindings;
import io.mkube.apiserver.rbac.Rule;
import io.mkube.apiserver.selector.LabelSelector;
import io.mkube.apiserver.storage.ObjectStorage;
import io.mkube.store.StoreKey;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Keeps in cluster roles with an {@code aggregationRule} the rules of the roles it selects. */
public final class RoleAggregation implements AutoCloseable {
  private static final String RESOURCE = "clusterroles";
  private static final String RULE = "aggregationRule";

  /** The one work item: roles collect from roles that collect, so all are looked at. */
  private static final String ALL = "all";

  private final ObjectStorage storage;
  private final WorkQueue<String> queue;

  public RoleAggregation(ObjectStorage storage) {
    this.storage = storage;
    this.queue = new WorkQueue<>("cluster-roles", all -> collect());
  }

  /** Begins with the present roles; call before the cache follows the store. */
  public void start() {
    storage.cache().addListener(this::onChange);
    queue.add(ALL);
  }

  @Override
  public void close() {
    queue.close();
  }

  private void onChange(CacheEvent event) {
    StoreKey key = event.object().key();
    if (key.resource().equals(RESOURCE) && key.group().equals(RoleBindings.GROUP)) {
      queue.add(ALL);
    }
  }

  private void collect() {
    List<CachedObject> roles =
        storage.of(RoleBindings.GROUP, RESOURCE).list(ListScope.all(""), role -> true).items();
    for (CachedObject role : roles) {
      JsonNode selectors = role.decode().path(RULE).path("clusterRoleSelectors");
      if (!selectors.isEmpty()) {
        update(role, rules(role, roles, selectors));
      }
    }
  }

  private static Set<Rule> rules(CachedObject own, List<CachedObject> roles, JsonNode selectors) {
    Set<Rule> rules = new LinkedHashSet<>();
    for (JsonNode selector : selectors) {
      LabelSelector labels = LabelSelector.of(selector);
      for (CachedObject role : roles) {
        if (!role.name().equals(own.name()) && labels.matches(role.labels())) {
          rules.addAll(Rule.rules(role.decode()));
        }
      }
    }
    return rules;
  }

  private void update(CachedObject role, Set<Rule> rules) {
    List<Rule> wanted = new ArrayList<>(rules);
    if (Rule.rules(role.decode()).equals(wanted)) {
      return;
    }
    var unused =
        storage.change(
            role.key(),
            object -> {
              if (object.path(RULE).isMissingNode() || Rule.rules(object).equals(wanted)) {
                return Optional.empty();
              }
              object.set("rules", json(wanted));
              return Optional.of(object);
            });
  }

  private static ArrayNode json(List<Rule> rules) {
    ObjectNode holder = Json.object();
    ArrayNode array = holder.putArray("rules");
    rules.forEach(rule -> array.add(rule.json()));
    return array;
  }
}
