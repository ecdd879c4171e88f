package io.mkube.apiserver.lifecycle;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.cache.CacheEvent;
import io.mkube.apiserver.cache.CachedObject;
import io.mkube.apiserver.cache.ListScope;
import io.mkube.apiserver.limits.Quotas;
import io.mkube.apiserver.storage.ObjectStorage;
import io.mkube.store.StoreKey;
import java.util.Set;

/**
 * Counts quotas when they are new, and again when something in their namespace goes or may take
 * less than before. What takes more is counted when it is written.
 */
public final class QuotaRecount implements AutoCloseable {
  private static final String RESOURCE = "resourcequotas";

  /** Kinds whose changes can free something. */
  private static final Set<String> SHRINKING = Set.of("pods", "services", "persistentvolumeclaims");

  private final ObjectStorage storage;
  private final Quotas quotas;
  private final WorkQueue<StoreKey> queue;

  public QuotaRecount(ObjectStorage storage, Quotas quotas) {
    this.storage = storage;
    this.quotas = quotas;
    this.queue = new WorkQueue<>("quotas", quotas::recount);
  }

  /** Begins with the present quotas; call before the cache follows the store. */
  public void start() {
    storage.cache().addListener(this::onChange);
    storage
        .of("", RESOURCE)
        .list(ListScope.all(""), quota -> true)
        .items()
        .forEach(quota -> queue.add(quota.key()));
  }

  @Override
  public void close() {
    queue.close();
  }

  private void onChange(CacheEvent event) {
    CachedObject object = event.object();
    StoreKey key = object.key();
    boolean core = key.group().isEmpty();
    if (core && key.resource().equals(RESOURCE) && !event.deletion() && asksForMore(event)) {
      queue.add(key);
    }
    boolean frees =
        event.deletion() || (core && event.before() != null && SHRINKING.contains(key.resource()));
    if (frees && !key.namespace().isEmpty() && storage.of("", RESOURCE).size() > 0) {
      quotas.keys(key.namespace()).forEach(queue::add);
    }
  }

  /**
   * Whether a quota is new, has other limits or does not tell them. What it says is used is no
   * reason to count: another server may have taken room for an object that it has yet to store.
   */
  private static boolean asksForMore(CacheEvent event) {
    CachedObject before = event.before();
    if (before == null) {
      return true;
    }
    ObjectNode quota = event.object().decode();
    return !before.decode().path("spec").equals(quota.path("spec"))
        || !quota.at("/spec/hard").equals(quota.at("/status/hard"));
  }
}
