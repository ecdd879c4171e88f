package io.mkube.apiserver.lifecycle;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.cache.CacheEvent;
import io.mkube.apiserver.cache.CachedObject;
import io.mkube.apiserver.cache.ListScope;
import io.mkube.apiserver.object.Condition;
import io.mkube.apiserver.storage.ObjectStorage;
import io.mkube.store.StoreKey;
import java.time.Clock;
import java.util.Optional;

/** Tells in each flow schema whether the priority level that it names exists. */
public final class FlowSchemaConditions implements AutoCloseable {
  private static final String GROUP = "flowcontrol.apiserver.k8s.io";
  private static final String SCHEMAS = "flowschemas";
  private static final String LEVELS = "prioritylevelconfigurations";

  private final ObjectStorage storage;
  private final Clock clock;
  private final WorkQueue<String> queue;

  public FlowSchemaConditions(ObjectStorage storage, Clock clock) {
    this.storage = storage;
    this.clock = clock;
    this.queue = new WorkQueue<>("flow-schemas", this::examine);
  }

  /** Begins with the present schemas; call before the cache follows the store. */
  public void start() {
    storage.cache().addListener(this::onChange);
    examineAll();
  }

  @Override
  public void close() {
    queue.close();
  }

  private void onChange(CacheEvent event) {
    StoreKey key = event.object().key();
    if (!key.group().equals(GROUP)) {
      return;
    }
    if (key.resource().equals(LEVELS) && (event.deletion() || event.before() == null)) {
      examineAll();
    } else if (key.resource().equals(SCHEMAS) && !event.deletion()) {
      queue.add(key.name());
    }
  }

  private void examineAll() {
    for (CachedObject schema :
        storage.of(GROUP, SCHEMAS).list(ListScope.all(""), object -> true).items()) {
      queue.add(schema.name());
    }
  }

  private void examine(String name) {
    var unused =
        storage.change(
            new StoreKey(GROUP, SCHEMAS, "", name),
            schema -> {
              ObjectNode before = schema.deepCopy();
              condition(schema.at("/spec/priorityLevelConfiguration/name").asText())
                  .putInto(schema, clock);
              return schema.equals(before) ? Optional.empty() : Optional.of(schema);
            });
  }

  private Condition condition(String level) {
    boolean found = storage.of(GROUP, LEVELS).get("", level).isPresent();
    String named =
        "This FlowSchema references the PriorityLevelConfiguration object named \"" + level + "\"";
    return new Condition(
        "Dangling",
        found ? "False" : "True",
        found ? "Found" : "NotFound",
        named + (found ? " and it exists" : " but there is no such object"));
  }
}
