package io.mkube.routeros.simulator.rest;

import io.mkube.routeros.simulator.fault.Fault;
import io.mkube.routeros.simulator.fault.Faults;
import io.mkube.routeros.simulator.http.HttpCall;
import io.mkube.routeros.simulator.system.DeviceLog;
import io.mkube.routeros.simulator.world.RowId;
import io.mkube.routeros.simulator.world.Table;
import io.mkube.routeros.simulator.world.World;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The connections that the device counts as sessions. A limited device has room for 20; on a leaky
 * one their rows stay when the connection ends. Thread-safe.
 */
final class Sessions {
  /** Default of {@code max-sessions}. */
  private static final int ROOM = 20;

  private final World world;
  private final Table table;
  private final Faults faults;
  private final Map<Long, RowId> open = new ConcurrentHashMap<>();

  Sessions(World world, Faults faults) {
    this.world = world;
    this.table = world.table("/user/active");
    this.faults = faults;
  }

  /** Whether the connection has a session, or gets one now. */
  boolean admit(HttpCall.Connection connection, String user) {
    if (open.containsKey(connection.number())) {
      return true;
    }
    return world.transaction(
        () -> {
          if (faults.plan().profile().limited() && table.size() >= ROOM) {
            return false;
          }
          Map<String, String> values = new LinkedHashMap<>();
          values.put("when", DeviceLog.TIME.format(world.timeline().now()));
          values.put("name", user);
          values.put("address", connection.remote());
          values.put("via", "rest-api");
          values.put("group", "full");
          open.put(connection.number(), table.insert(values, Map.of()).id());
          connection.onClose(() -> close(connection.number()));
          return true;
        });
  }

  /** Forgets all sessions, as a reboot does. */
  void clear() {
    open.clear();
    table.rows().forEach(row -> table.delete(row.id()));
  }

  private void close(long connection) {
    RowId id = open.remove(connection);
    if (id != null && !faults.strikes(Fault.SESSION_LEAK)) {
      world.run(() -> table.delete(id));
    }
  }
}
