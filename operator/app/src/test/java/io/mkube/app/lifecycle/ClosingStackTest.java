package io.mkube.app.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mkube.app.console.CommandException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class ClosingStackTest {
  private final List<String> closed = new ArrayList<>();

  /** Notes that it was closed. */
  private final class Part implements AutoCloseable {
    private final String name;

    Part(String name) {
      this.name = name;
    }

    @Override
    public void close() {
      closed.add(name);
    }
  }

  @Test
  void closesTheLastOpenedFirstAndOnce() {
    ClosingStack open = new ClosingStack();
    open.opened(new Part("store"));
    open.opened(new Part("server"));

    open.close();
    open.close();

    assertEquals(List.of("server", "store"), closed);
  }

  @Test
  void closesTheOthersWhenOneFails() {
    ClosingStack open = new ClosingStack();
    open.opened(new Part("store"));
    IOException broken = new IOException("broken");
    AutoCloseable failing =
        () -> {
          throw broken;
        };
    open.opened(failing);
    open.opened(new Part("server"));

    IllegalStateException failure = assertThrows(IllegalStateException.class, open::close);

    assertEquals(List.of("server", "store"), closed);
    assertSame(broken, failure.getSuppressed()[0]);
  }

  @Test
  void givesClosingTimeAlthoughTheThreadWasAskedToStop() {
    ClosingStack open = new ClosingStack();
    AutoCloseable patient = () -> Thread.sleep(1);
    open.opened(patient);

    Thread.currentThread().interrupt();
    open.close();

    assertTrue(Thread.interrupted());
  }

  @Nested
  class WhenAPartStartsInTheBackground {
    @Test
    void handsItOutOnceItHasStarted() throws Exception {
      try (BackgroundStart<Part> start = BackgroundStart.of("part", () -> new Part("part"))) {
        assertSame(start.get(), start.get());
      }
      assertEquals(List.of("part"), closed);
    }

    @Test
    void waitsForItBeforeItCloses() {
      CountDownLatch closing = new CountDownLatch(1);
      BackgroundStart<Part> start =
          BackgroundStart.of(
              "part",
              () -> {
                closing.await();
                return new Part("part");
              });

      Thread.ofVirtual().start(closing::countDown);
      start.close();

      assertEquals(List.of("part"), closed);
    }

    @Test
    void tellsWhyItCouldNotStart() {
      CommandException expected = new CommandException("port in use");
      BackgroundStart<Part> start =
          BackgroundStart.of(
              "part",
              () -> {
                throw expected;
              });

      assertSame(expected, assertThrows(CommandException.class, start::get));
      start.close();
      assertFalse(Thread.currentThread().isInterrupted());
    }
  }
}
