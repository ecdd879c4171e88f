package io.mkube.routeros.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mkube.routeros.CallListener.DeviceCall;
import io.mkube.routeros.DeviceException;
import io.mkube.routeros.RouterOsDevice;
import io.mkube.routeros.container.ContainerMounts.MountMode;
import io.mkube.routeros.rest.TrapServer.Trap;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What the adapter finds out about the release of a device, and what depends on it. */
class ReleaseDetectionTest {
  @Nested
  class WhenTheReleaseMatters {
    @Test
    void asksForItOnce() {
      try (TrapServer server = new TrapServer();
          RouterOsDevice device = connect(server)) {
        device.veths().list();
        device.containers().list();
        device.containerMounts().list();

        assertEquals(1, server.probes());
      }
    }

    @Test
    void asksAgainAfterALostAnswerAndUsesTheNewNames() {
      try (TrapServer server =
              new TrapServer(
                  Trap.answer(200, "{\"ret\":\"*1\"}"),
                  Trap.reset(),
                  Trap.answer(200, "{\"ret\":\"*2\"}"));
          RouterOsDevice device = connect(server)) {
        server.release("7.20.8 (long-term)");
        addMount(device).run();
        assertThrows(DeviceException.Unreachable.class, () -> device.containers().start("*1"));
        server.release("7.21.5 (stable)");
        addMount(device).run();

        assertTrue(server.requests().getFirst().contains("{\"name\":\"m\""));
        assertTrue(server.requests().getLast().contains("{\"list\":\"m\""));
        assertEquals(2, server.probes());
      }
    }

    @Test
    void asksAgainAfterAnUnknownParameter() {
      try (TrapServer server =
              new TrapServer(
                  Trap.answer(400, "{\"error\":400,\"detail\":\"unknown parameter name\"}"),
                  Trap.answer(200, "{\"ret\":\"*2\"}"));
          RouterOsDevice device = connect(server)) {
        server.release("7.20.8");
        assertThrows(DeviceException.Unsupported.class, () -> addMount(device).run());
        server.release("7.21");
        addMount(device).run();

        assertTrue(server.requests().getLast().contains("{\"list\":\"m\""));
      }
    }

    @Test
    void takesEveryLookAtTheResourcesIntoAccount() {
      try (TrapServer server = new TrapServer(Trap.answer(200, "{\"ret\":\"*2\"}"));
          RouterOsDevice device = connect(server)) {
        server.release("7.20.8");
        device.system().resource();
        server.release("7.23.3");
        device.system().resource();
        addMount(device).run();

        assertTrue(server.requests().getLast().contains("{\"list\":\"m\""));
        assertEquals(2, server.probes());
      }
    }

    @Test
    void refusesWhatTheReleaseCannotDoWithoutSendingIt() {
      try (TrapServer server = new TrapServer();
          RouterOsDevice device = connect(server)) {
        server.release("7.14.3");
        DeviceException folder =
            assertThrows(
                DeviceException.Unsupported.class, () -> device.files().createFolder("raid1/a"));
        DeviceException mount =
            assertThrows(
                DeviceException.Unsupported.class,
                () -> device.containerMounts().add("m", "raid1/a", "/a", MountMode.READ_ONLY));

        assertMessage(folder, "RouterOS 7.14.3 has no making of folders");
        assertMessage(mount, "RouterOS 7.14.3 has no read-only mount");
        assertEquals(List.of(), server.requests());
      }
    }

    @Test
    void refusesADeviceThatNamesNone() {
      try (TrapServer server = new TrapServer();
          RouterOsDevice device = connect(server)) {
        server.release("unknown");

        assertThrows(DeviceException.Unintelligible.class, () -> device.veths().list());
      }
    }

    @Test
    void asksADeadDeviceOnceForManyCallers() throws Exception {
      CountDownLatch never = new CountDownLatch(1);
      List<DeviceCall> calls = new CopyOnWriteArrayList<>();
      try (TrapServer server = new TrapServer();
          RouterOsDevice device =
              RouterOs.connect(
                  server
                      .config()
                      .withReadDeadline(Duration.ofSeconds(2))
                      .withListener(calls::add));
          ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
        server.stall(never);
        List<Future<?>> waiting = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
          waiting.add(callers.submit(() -> device.veths().list()));
        }

        for (Future<?> caller : waiting) {
          Throwable reason = assertThrows(ExecutionException.class, caller::get).getCause();
          assertInstanceOf(DeviceException.Unreachable.class, reason);
        }
        assertTrue(calls.size() < 10, () -> calls.size() + " questions");
        never.countDown();
      }
    }

    private Runnable addMount(RouterOsDevice device) {
      return () -> device.containerMounts().add("m", "raid1/a", "/a", MountMode.READ_WRITE);
    }
  }

  private static RouterOsDevice connect(TrapServer server) {
    return RouterOs.connect(server.config());
  }

  private static void assertMessage(DeviceException thrown, String... fragments) {
    String message = String.valueOf(thrown.getMessage());
    for (String fragment : fragments) {
      assertTrue(message.contains(fragment), () -> fragment + " in " + message);
    }
  }
}
