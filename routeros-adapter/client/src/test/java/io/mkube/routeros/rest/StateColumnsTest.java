package io.mkube.routeros.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.mkube.routeros.container.ContainerState;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StateColumnsTest {
  @ParameterizedTest
  @CsvSource({
    "pulling,EXTRACTING",
    "extracting,EXTRACTING",
    "stopped,STOPPED",
    "starting,STARTING",
    "running,RUNNING",
    "stopping,STOPPING",
    "error,FAILED",
    "Running,RUNNING"
  })
  void readsTheTextOfOlderDevices(String status, ContainerState state) {
    assertEquals(state, StateColumns.read(new Row(Map.of("status", status))));
  }

  @ParameterizedTest
  @CsvSource({
    "download/extract failed,FAILED",
    "downloading/extracting,EXTRACTING",
    "extracting,EXTRACTING",
    "downloading,EXTRACTING",
    "stopped,STOPPED",
    "starting,STARTING",
    "starting-with-healthcheck,STARTING",
    "running,RUNNING",
    "stopping,STOPPING",
    "deleting,DELETING",
    "healthy,RUNNING",
    "unhealthy,RUNNING"
  })
  void readsTheFlagsOfNewerDevices(String flag, ContainerState state) {
    assertEquals(state, StateColumns.read(new Row(Map.of(flag, "true"))));
    assertEquals(ContainerState.UNKNOWN, StateColumns.read(new Row(Map.of(flag, "false"))));
  }

  @Test
  void believesTheWorstOfSeveralFlags() {
    assertEquals(
        ContainerState.FAILED,
        StateColumns.read(new Row(Map.of("stopped", "true", "download/extract failed", "true"))));
    assertEquals(
        ContainerState.STOPPING,
        StateColumns.read(new Row(Map.of("running", "true", "stopping", "true"))));
  }

  @Test
  void doesNotTakeAFreshRowForStopped() {
    assertEquals(ContainerState.UNKNOWN, StateColumns.read(new Row(Map.of("name", "web"))));
  }

  @Test
  void neverAsksForTheLargeConfiguration() {
    assertFalse(StateColumns.names().contains("config-json"));
  }
}
