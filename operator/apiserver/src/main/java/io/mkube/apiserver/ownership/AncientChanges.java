package io.mkube.apiserver.ownership;

import io.mkube.apiserver.fieldset.FieldSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Bounds the number of managers that update: the oldest are merged into one entry per version, so
 * that clients with a name of their own for each process do not grow the object.
 */
final class AncientChanges {
  private static final int MAX_UPDATERS = 10;
  private static final String NAME = "ancient-changes";

  private AncientChanges() {}

  static void cap(ManagedFields managed) {
    List<Manager> updaters = new ArrayList<>();
    for (Manager manager : managed.managers()) {
      if (manager.operation() == Manager.Operation.UPDATE) {
        updaters.add(manager);
      }
    }
    if (updaters.size() <= MAX_UPDATERS) {
      return;
    }
    updaters.sort(
        Comparator.comparing((Manager manager) -> time(managed, manager))
            .thenComparing(Manager::sortKey));
    Map<String, Manager> first = new HashMap<>();
    int left = updaters.size();
    for (Manager manager : updaters) {
      Owned owned = managed.get(manager);
      if (left <= MAX_UPDATERS || owned == null) {
        return;
      }
      Manager oldest = first.putIfAbsent(owned.apiVersion(), manager);
      if (oldest != null) {
        merge(managed, oldest, manager, owned);
        left--;
      }
    }
  }

  private static void merge(ManagedFields managed, Manager oldest, Manager younger, Owned owned) {
    Manager bucket = Manager.of(NAME, Manager.Operation.UPDATE, owned.apiVersion(), "");
    Owned collected = managed.get(bucket);
    if (collected == null) {
      collected = managed.get(oldest);
      remove(managed, oldest);
    }
    remove(managed, younger);
    managed.put(
        bucket,
        new Owned(
            collected == null ? owned.fields() : owned.fields().union(collected.fields()),
            owned.apiVersion(),
            owned.time()));
  }

  private static void remove(ManagedFields managed, Manager manager) {
    Owned owned = managed.get(manager);
    if (owned != null) {
      managed.put(manager, owned.withFields(FieldSet.EMPTY));
    }
  }

  private static String time(ManagedFields managed, Manager manager) {
    Owned owned = managed.get(manager);
    return owned == null ? "" : owned.time();
  }
}
