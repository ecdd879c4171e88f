package io.mkube.routeros.rest;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mkube.routeros.CallListener.DeviceCall;
import io.mkube.routeros.DeviceException;
import io.mkube.routeros.RouterOsConfig;
import io.mkube.routeros.RouterOsDevice;
import io.mkube.routeros.rest.TrapServer.Trap;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What the adapter makes of a device that breaks off, stalls, or answers nonsense. */
class TransportTest {
  private static final String VETHS = "[{\".id\":\"*1\",\"name\":\"v\"}]";

  @Nested
  class WhenAChangeGetsNoAnswer {
    @Test
    void reportsAnEndOfFileAndSendsItOnce() {
      assertSentOnce(Trap.endOfFile());
    }

    @Test
    void reportsAResetAndSendsItOnce() {
      assertSentOnce(Trap.reset());
    }

    @Test
    void reportsABodyThatBreaksOffAndSendsItOnce() {
      assertSentOnce(Trap.halfABody("{\"ret\":"));
    }

    @Test
    void doesNotRepeatItEvenWhenTheLostOneTookEffect() {
      // given a device that adds the veth and loses the answer
      try (TrapServer server = new TrapServer(Trap.reset(), Trap.answer(200, VETHS));
          RouterOsDevice device = connect(server)) {
        assertThrows(DeviceException.Unreachable.class, () -> device.bridges().add("br", "marker"));

        // then it is for the caller to look
        assertEquals(1, device.veths().list().size());
        assertEquals(1, server.requests().stream().filter(r -> r.startsWith("POST")).count());
      }
    }

    @Test
    void reportsTheCutAtSixtySecondsAsUnknown() {
      try (TrapServer server =
              new TrapServer(
                  Trap.answer(
                      400,
                      "{\"detail\":\"Session closed\",\"error\":400,\"message\":\"Bad Request\"}"));
          RouterOsDevice device = connect(server)) {
        DeviceException thrown =
            assertThrows(
                DeviceException.Unreachable.class, () -> device.files().remove("raid1/big"));

        assertTrue(thrown.retryable());
        assertMessage(thrown, "remove file raid1/big on 127.0.0.1:", "Session closed");
      }
    }

    @Test
    void givesUpAtTheDeadline() {
      CountDownLatch never = new CountDownLatch(1);
      try (TrapServer server = new TrapServer(Trap.answerAfter(never, "[]"));
          RouterOsDevice device =
              RouterOs.connect(server.config().withCommandDeadline(Duration.ofMillis(300)))) {
        DeviceException thrown =
            assertThrows(DeviceException.Unreachable.class, () -> device.containers().start("*5"));

        assertMessage(thrown, "start container *5", "no answer within 0.3 s");
        assertEquals(1, server.requests().size());
        never.countDown();
      }
    }

    @Test
    void sendsAChangeOnAFreshConnectionWhenTheKeptOneIsClosed() {
      try (TrapServer server =
              new TrapServer(Trap.answerAndClose(VETHS), Trap.answer(200, "{\"ret\":\"*7\"}"));
          RouterOsDevice device = connect(server)) {
        device.veths().list();
        // The closing reaches the client a moment after the answer.
        await().until(() -> server.connections() == 1 && server.requests().size() == 1);

        String outcome = retryUnsent(() -> device.bridges().add("br", ""));

        assertEquals("*7", outcome);
        assertEquals(2, server.requests().size());
      }
    }

    // Until the closing was seen a change fails without having been sent.
    private String retryUnsent(Supplier<String> change) {
      try {
        return change.get();
      } catch (DeviceException.Unreachable unsent) {
        return change.get();
      }
    }

    private void assertSentOnce(Trap trap) {
      try (TrapServer server = new TrapServer(trap);
          RouterOsDevice device = connect(server)) {
        DeviceException thrown =
            assertThrows(
                DeviceException.Unreachable.class, () -> device.bridges().add("br", "marker"));

        assertTrue(thrown.retryable());
        assertMessage(thrown, "add bridge br on 127.0.0.1:", "no answer");
        assertEquals(
            List.of("POST /rest/interface/bridge/add {\"name\":\"br\",\"comment\":\"marker\"}"),
            server.requests());
      }
    }
  }

  @Nested
  class WhenAListIsNotOne {
    @Test
    void refusesAWebPage() {
      assertUnintelligible("<html><body>RouterOS</body></html>", "a web page");
    }

    @Test
    void refusesAnEmptyBody() {
      assertUnintelligible("", "answer is empty");
      assertUnintelligible("\r\n ", "answer is empty");
    }

    @Test
    void refusesAnEmptyObject() {
      assertUnintelligible("{}", "not one of /interface/veth");
    }

    @Test
    void refusesTheBodyOfAnotherMenuRightAfterBoot() {
      assertUnintelligible(
          "{\"version\":\"7.22 (stable)\",\"uptime\":\"3s\"}", "not one of /interface/veth");
    }

    @Test
    void refusesRowsWithoutTheKeyOfTheMenu() {
      assertUnintelligible(
          "[{\".id\":\"*1\",\"name\":\"v\"},{\".id\":\"*2\",\"dst\":\"/x\"}]",
          "not one of /interface/veth");
    }

    @Test
    void refusesBrokenJsonWithoutQuotingIt() {
      DeviceException thrown = assertUnintelligible("[{\"name\":\"s3cret", "broken JSON");
      assertFalse(String.valueOf(thrown.getMessage()).contains("s3cret"));
    }

    @Test
    void refusesAnAddWithoutId() {
      try (TrapServer server = new TrapServer(Trap.answer(200, "[]"));
          RouterOsDevice device = connect(server)) {
        assertThrows(DeviceException.Unintelligible.class, () -> device.bridges().add("br", ""));
      }
    }

    private DeviceException assertUnintelligible(String body, String reason) {
      try (TrapServer server = new TrapServer(Trap.answer(200, body));
          RouterOsDevice device = connect(server)) {
        DeviceException thrown =
            assertThrows(DeviceException.Unintelligible.class, () -> device.veths().list());
        assertTrue(thrown.retryable());
        assertMessage(thrown, "list veth on 127.0.0.1:", reason);
        return thrown;
      }
    }
  }

  @Nested
  class WhenAccessIsRefused {
    @Test
    void namesTheServerAndNeverThePassword() {
      try (TrapServer server =
              new TrapServer(Trap.answer(401, "{\"error\":401,\"message\":\"Unauthorized\"}"));
          RouterOsDevice device =
              RouterOs.connect(new RouterOsConfig(server.rest(), "admin", "s3cret"))) {
        DeviceException thrown =
            assertThrows(DeviceException.Unauthorized.class, () -> device.bridges().list());

        assertMessage(thrown, "list bridge on 127.0.0.1:", "401 (Unauthorized)");
        assertFalse(thrown.toString().contains("s3cret"));
        assertFalse(new RouterOsConfig(server.rest(), "admin", "s3cret").toString().contains("s3"));
      }
    }

    @Test
    void tellsAMissingCommand() {
      String body =
          "{\"detail\":\"no such command or directory (remove)\",\"error\":406,"
              + "\"message\":\"Not Acceptable\"}";
      assertThrowsOn(Trap.answer(406, body), DeviceException.Unsupported.class);
    }

    @Test
    void tellsAMissingMenu() {
      assertThrowsOn(
          Trap.answer(404, "{\"error\":404,\"message\":\"Not Found\"}"),
          DeviceException.Unsupported.class);
    }

    @Test
    void reportsARefusedConnection() {
      URI nobody;
      try (TrapServer server = new TrapServer()) {
        nobody = server.rest();
      }
      try (RouterOsDevice device = RouterOs.connect(new RouterOsConfig(nobody, "admin", ""))) {
        DeviceException thrown =
            assertThrows(DeviceException.Unreachable.class, () -> device.system().identity());
        assertMessage(thrown, "read identity on 127.0.0.1:", "no answer: ");
      }
    }

    private void assertThrowsOn(Trap trap, Class<? extends DeviceException> type) {
      try (TrapServer server = new TrapServer(trap);
          RouterOsDevice device = connect(server)) {
        assertThrows(type, () -> device.bridges().list());
      }
    }
  }

  @Nested
  class WhenManyCall {
    @Test
    void keepsToFourConnectionsAndOneWriter() throws Exception {
      CountDownLatch go = new CountDownLatch(1);
      Trap[] traps = new Trap[12];
      Arrays.fill(traps, Trap.answerAfter(go, VETHS));
      try (TrapServer server = new TrapServer(traps);
          RouterOsDevice device = connect(server);
          ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
        device.system().resource();
        List<Future<?>> calls = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
          calls.add(callers.submit(() -> device.veths().list()));
          calls.add(callers.submit(() -> device.containers().start("*1")));
        }

        // Three reads and one write are under way, the others wait.
        await().until(() -> server.requests().size() == 4);
        assertEquals(1, server.requests().stream().filter(r -> r.startsWith("POST")).count());
        go.countDown();
        for (Future<?> call : calls) {
          call.get();
        }

        assertEquals(12, server.requests().size());
        assertTrue(server.connections() <= 4, () -> server.connections() + " connections");
      }
    }

    @Test
    void endsACallOfAnInterruptedThread() throws Exception {
      CountDownLatch never = new CountDownLatch(1);
      try (TrapServer server = new TrapServer(Trap.answerAfter(never, "[]"));
          RouterOsDevice device = connect(server)) {
        List<Throwable> thrown = new CopyOnWriteArrayList<>();
        List<Boolean> flags = new CopyOnWriteArrayList<>();
        Thread caller =
            Thread.ofVirtual()
                .start(
                    () -> {
                      try {
                        device.containers().start("*1");
                      } catch (DeviceException e) {
                        thrown.add(e);
                        flags.add(Thread.currentThread().isInterrupted());
                      }
                    });
        await().until(() -> server.requests().size() == 1);

        caller.interrupt();
        caller.join();

        assertEquals(List.of(true), flags);
        assertEquals(DeviceException.Unreachable.class, thrown.getFirst().getClass());
        never.countDown();
      }
    }

    @Test
    void tellsTheListenerOfEveryCall() {
      List<DeviceCall> calls = new CopyOnWriteArrayList<>();
      try (TrapServer server = new TrapServer(Trap.answer(200, VETHS), Trap.reset());
          RouterOsDevice device = RouterOs.connect(server.config().withListener(calls::add))) {
        device.veths().list();
        assertThrows(DeviceException.Unreachable.class, () -> device.containers().start("*1"));
      }

      assertEquals(
          List.of(
              "GET /rest/system/resource",
              "GET /rest/interface/veth",
              "POST /rest/container/start"),
          calls.stream().map(call -> call.method() + " " + call.path()).toList());
      assertEquals(
          List.of("200", "200"), calls.stream().map(DeviceCall::outcome).limit(2).toList());
      assertTrue(calls.getLast().outcome().endsWith("Exception"), calls.getLast().outcome());
    }

    @Test
    void refusesCallsAfterClose() {
      try (TrapServer server = new TrapServer()) {
        RouterOsDevice device = connect(server);
        device.close();
        device.close();

        assertThrows(IllegalStateException.class, () -> device.bridges().list());
      }
    }
  }

  @Nested
  class WhenCreatingFolders {
    @Test
    void goesLevelByLevelBelowTheDiskWhenAParentIsMissing() {
      String noParent = "{\"error\":400,\"detail\":\"failure: no such directory\"}";
      try (TrapServer server =
              new TrapServer(
                  Trap.answer(400, noParent),
                  Trap.answer(400, "{\"error\":400,\"detail\":\"failure: already exists\"}"),
                  Trap.answer(200, "{\"ret\":\"*1\"}"),
                  Trap.answer(200, "{\"ret\":\"*2\"}"));
          RouterOsDevice device = connect(server)) {
        device.files().createFolder("raid1/a/b/c");

        assertEquals(
            List.of("raid1/a/b/c", "raid1/a", "raid1/a/b", "raid1/a/b/c"),
            server.requests().stream()
                .map(request -> request.replaceAll(".*\"name\":\"([^\"]*)\".*", "$1"))
                .toList());
      }
    }

    @Test
    void neverMakesAFolderInPlaceOfADisk() {
      String noParent = "{\"error\":400,\"detail\":\"failure: no such directory\"}";
      try (TrapServer server = new TrapServer(Trap.answer(400, noParent));
          RouterOsDevice device = connect(server)) {
        Executable create = () -> device.files().createFolder("usb1/a");

        assertThrows(DeviceException.Rejected.class, create);
        assertEquals(1, server.requests().size());
      }
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
