package io.mkube.store.embedded;

import static io.mkube.store.embedded.DataDirectory.open;
import static io.mkube.store.embedded.DataDirectory.put;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mkube.store.ObjectStore;
import io.mkube.store.StoreOpenException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
final class LockingTest {
  @TempDir private Path temporary = Path.of("unset");

  @Test
  void refusesADirectoryThatThisProcessHasOpen() throws Exception {
    try (ObjectStore store = open(temporary)) {
      for (int i = 0; i < 2; i++) {
        var refused = assertThrows(StoreOpenException.Locked.class, () -> open(temporary).close());
        assertEquals(
            "data directory "
                + temporary
                + " is in use by process "
                + ProcessHandle.current().pid(),
            refused.getMessage());
      }
      put(store, "a", 0, "still held");
    }
    open(temporary).close();
  }

  @Test
  void refusesADirectoryUnderAnotherName() throws Exception {
    Path directory = Files.createDirectory(temporary.resolve("data"));
    try (ObjectStore store = open(directory)) {
      Path detour = temporary.resolve("data").resolve("..").resolve("data");
      assertThrows(StoreOpenException.Locked.class, () -> open(detour).close());
      put(store, "a", 0, "still held");
    }
  }

  @Test
  void namesTheProcessThatHasTheDirectoryOpen() throws Exception {
    try (ChildWriter child = ChildWriter.start(temporary)) {
      child.awaitAcknowledged(1);

      var refused = assertThrows(StoreOpenException.Locked.class, () -> open(temporary).close());

      assertEquals(
          "data directory " + temporary + " is in use by process " + child.pid(),
          refused.getMessage());
      int acknowledged = child.acknowledged().size();
      child.awaitAcknowledged(acknowledged + 10);
    }
    open(temporary).close();
  }

  @Test
  void createsADirectoryThatOnlyItsOwnerMayRead() throws Exception {
    Path directory = temporary.resolve("new").resolve("data");
    open(directory).close();

    assertTrue(Files.isDirectory(directory));
    if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
      assertEquals(
          "rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)));
    }
  }
}
