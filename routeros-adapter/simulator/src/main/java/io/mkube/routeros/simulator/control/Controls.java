package io.mkube.routeros.simulator.control;

import io.mkube.routeros.simulator.fault.FaultPlan;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What can be done to a simulated device from outside of its own interfaces. */
public interface Controls {
  /** Counts and calls as JSON members. */
  Map<String, Object> callsAsJson();

  void clearCalls();

  Map<String, List<Map<String, String>>> world();

  void faults(FaultPlan plan);

  FaultPlan faults();

  void reboot();

  void powerCycle();

  /** Fills the disks, or empties them again. */
  void fillDisk(boolean full);

  void advance(Duration duration);

  /** Ends the process of a container, by name or id. */
  void exit(String container, int code);
}
