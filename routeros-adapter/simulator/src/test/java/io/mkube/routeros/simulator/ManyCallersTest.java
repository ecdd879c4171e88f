package io.mkube.routeros.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class ManyCallersTest {
  private static final int CALLERS = 12;
  private static final int CONTAINERS = 1000;

  @Test
  void keepsAThousandContainersApart() throws Exception {
    try (RouterOsSimulator simulator = RouterOsSimulator.start(SimulatorConfig.defaults());
        ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Set<String>>> work = new ArrayList<>();
      for (int caller = 0; caller < CALLERS; caller++) {
        int first = caller;
        work.add(() -> add(simulator, first));
      }
      Set<String> ids = new HashSet<>();
      for (Future<Set<String>> done : callers.invokeAll(work)) {
        ids.addAll(done.get());
      }
      assertEquals(CONTAINERS, ids.size());
      try (Rest rest = new Rest(simulator)) {
        assertEquals(CONTAINERS, rest.get("/container").list().size());
        assertEquals(CONTAINERS, rest.get("/interface/veth").list().size());
        assertEquals(CONTAINERS + 2, rest.get("/interface?.proplist=name").list().size());
        assertEquals("raid1/c/web-999", rest.get("/container/web-999").object().get("root-dir"));
      }
    }
  }

  private static Set<String> add(RouterOsSimulator simulator, int first) throws IOException {
    Set<String> ids = new HashSet<>();
    try (Rest rest = new Rest(simulator)) {
      for (int i = first; i < CONTAINERS; i += CALLERS) {
        rest.add("/interface/veth", Map.of("name", "v" + i, "address", "10.0.0.1/8"));
        ids.add(
            rest.add(
                "/container",
                Map.of(
                    "name", "web-" + i,
                    "remote-image", "docker.io/library/nginx:1.27",
                    "interface", "v" + i,
                    "root-dir", "raid1/c/web-" + i)));
      }
    }
    return ids;
  }

  @Test
  void letsOnlyOneOfManyHaveAName() throws Exception {
    try (RouterOsSimulator simulator = RouterOsSimulator.start(SimulatorConfig.defaults());
        ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Integer>> work = new ArrayList<>();
      for (int caller = 0; caller < CALLERS; caller++) {
        work.add(
            () -> {
              try (Rest rest = new Rest(simulator)) {
                return rest.put("/interface/veth", Map.of("name", "only")).status();
              }
            });
      }
      List<Integer> statuses = new ArrayList<>();
      for (Future<Integer> done : callers.invokeAll(work)) {
        statuses.add(done.get());
      }
      assertEquals(1, statuses.stream().filter(status -> status == 201).count());
      assertTrue(statuses.stream().allMatch(status -> status == 201 || status == 400));
    }
  }
}
