package io.mkube.app.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a script sees of a failure: one line on stderr, nothing on stdout, an exit code. */
final class FailureIT {
  @TempDir Path folder;

  @Test
  void exitsWithOneWhenItCannotDoWhatWasAsked() throws Exception {
    try (Launched launched = Launched.start(folder, "run", "--config", "none.yaml")) {
      assertEquals(1, launched.exitCode());
      assertEquals("mkube run: none.yaml: there is no such file or folder\n", launched.errors());
      assertEquals(List.of(), launched.rest());
    }
  }

  @Test
  void exitsWithTwoForACommandLineThatItDoesNotUnderstand() throws Exception {
    try (Launched launched = Launched.start(folder, "demo", "--prot", "1")) {
      assertEquals(2, launched.exitCode());
      assertEquals(1, launched.errors().lines().count(), launched::errors);
      assertEquals(List.of(), launched.rest());
    }
  }

  @Test
  void showsStackTracesWhenAsked() throws Exception {
    try (Launched launched = Launched.start(folder, "run", "-v", "--config", "none.yaml")) {
      assertEquals(1, launched.exitCode());
      assertTrue(launched.errors().contains("\tat io.mkube.app."), launched::errors);
    }
  }
}
