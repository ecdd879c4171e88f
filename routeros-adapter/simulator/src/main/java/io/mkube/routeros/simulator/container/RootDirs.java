package io.mkube.routeros.simulator.container;

import io.mkube.routeros.simulator.world.Row;
import io.mkube.routeros.simulator.world.Table;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which folders belong to a container, or did until a moment ago: a folder that equals, holds or
 * lies in one of them overlaps. Used inside transactions; locks do not outlive the process.
 */
final class RootDirs {
  private final Table containers;
  private final Map<String, Instant> locks = new HashMap<>();

  RootDirs(Table containers) {
    this.containers = containers;
  }

  /** The root folder that a path overlaps with, if any. */
  Optional<String> overlap(String path, Instant now) {
    for (String above : ancestors(path)) {
      if (containers.firstWhere("root-dir", above).isPresent() || locked(above, now)) {
        return Optional.of(above);
      }
    }
    for (Row below : containers.whereBegins("root-dir", path + "/")) {
      return Optional.of(below.value("root-dir"));
    }
    for (Map.Entry<String, Instant> lock : locks.entrySet()) {
      if (lock.getKey().startsWith(path + "/") && lock.getValue().isAfter(now)) {
        return Optional.of(lock.getKey());
      }
    }
    return Optional.empty();
  }

  /** Keeps a folder locked after its container has gone. */
  void lock(Row row, Instant now, Instant until) {
    locks.values().removeIf(end -> !end.isAfter(now));
    String path = row.value("root-dir");
    if (!path.isEmpty()) {
      locks.put(path, until);
    }
  }

  /** Releases all locks, as a reboot does. */
  void clear() {
    locks.clear();
  }

  private boolean locked(String path, Instant now) {
    Instant until = locks.get(path);
    return until != null && until.isAfter(now);
  }

  private static Iterable<String> ancestors(String path) {
    Deque<String> ancestors = new ArrayDeque<>();
    for (String above = path; !above.isEmpty(); ) {
      ancestors.add(above);
      int slash = above.lastIndexOf('/');
      above = slash < 0 ? "" : above.substring(0, slash);
    }
    return ancestors;
  }
}
