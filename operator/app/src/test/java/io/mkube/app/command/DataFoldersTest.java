package io.mkube.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mkube.app.console.CommandException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DataFoldersTest {
  @TempDir Path folder;

  @Test
  void keepsDataWhereTheUserKeepsData() {
    String base = folder.resolve("xdg").toString();
    assertEquals(
        Path.of(base, "mkube", "demo"),
        DataFolders.of("demo", Map.of("XDG_DATA_HOME", base), "/home/me"));
    assertEquals(
        Path.of("/home/me/.local/share/mkube/demo"), DataFolders.of("demo", Map.of(), "/home/me"));
    assertEquals(
        Path.of("/home/me/.local/share/mkube/demo"),
        DataFolders.of("demo", Map.of("XDG_DATA_HOME", "not/absolute"), "/home/me"));
    assertEquals(
        Path.of("/tmp/other/.local/share/mkube/demo"),
        DataFolders.of("demo", Map.of("HOME", "/tmp/other"), "/home/me"));
    assertEquals(
        Path.of("/home/me/.local/share/mkube/demo"),
        DataFolders.of("demo", Map.of("HOME", ""), "/home/me"));
  }

  @Test
  void makesFoldersThatOnlyTheOwnerCanLookInto() throws Exception {
    Path data = DataFolders.create(folder.resolve("a/b"));

    assertTrue(Files.isDirectory(data));
    if (Files.getFileStore(data).supportsFileAttributeView("posix")) {
      assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(data)));
    }
    assertEquals(data, DataFolders.create(data));
  }

  @Test
  void saysWhyAFolderCannotBeMade() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "x");

    CommandException failure = assertThrows(CommandException.class, () -> DataFolders.create(file));

    assertEquals(
        "data directory " + file + ": cannot be made: something else has this name",
        failure.getMessage());
  }
}
