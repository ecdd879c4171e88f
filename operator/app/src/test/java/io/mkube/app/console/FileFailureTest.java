package io.mkube.app.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileFailureTest {
  @TempDir Path folder;

  @Test
  void saysInWordsWhatTheSystemSaid() throws IOException {
    Path missing = folder.resolve("missing");
    assertEquals(
        "there is no such file or folder",
        FileFailure.reason(assertThrows(IOException.class, () -> Files.readString(missing))));
    Path file = Files.writeString(folder.resolve("file"), "x");
    assertEquals(
        "something else has this name",
        FileFailure.reason(assertThrows(IOException.class, () -> Files.createDirectory(file))));
    assertEquals(
        "permission denied", FileFailure.reason(new AccessDeniedException("/etc/mkube/secret")));
    assertEquals(
        "No space left on device",
        FileFailure.reason(new FileSystemException("/x", null, "No space left on device")));
    assertEquals("gone", FileFailure.reason(new IOException("gone")));
  }

  @Test
  void keepsMessagesOnOneLine() {
    assertFalse(
        String.valueOf(new CommandException("first\n  second\r\nthird").getMessage())
            .contains("\n"));
  }
}
