package io.mkube.app.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mkube.app.console.CommandException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class KubeconfigFileTest {
  private static final String OURS =
      """
      apiVersion: v1
      kind: Config
      clusters: [{name: mkube, cluster: {server: "https://127.0.0.1:1"}}]
      users: [{name: mkube-admin, user: {}}]
      contexts: [{name: mkube, context: {cluster: mkube, user: mkube-admin}}]
      current-context: mkube
      """;

  @TempDir Path folder;

  @Test
  void writesForItsOwnerOnly() throws Exception {
    Path file = folder.resolve("new folder/kubeconfig");

    new KubeconfigFile(file).write(OURS);

    assertEquals(OURS, Files.readString(file));
    if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
      assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    }
    try (Stream<Path> files = Files.list(folder.resolve("new folder"))) {
      assertEquals(List.of(file), files.toList());
    }
  }

  @Test
  void replacesItsOwnFileAndAnEmptyOne() throws Exception {
    Path file = folder.resolve("kubeconfig");
    Files.writeString(file, "");

    new KubeconfigFile(file).write(OURS);
    new KubeconfigFile(file).write(OURS + "# again\n");

    assertTrue(Files.readString(file).endsWith("# again\n"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "clusters: [{name: mkube}]\nusers: [{name: me}]\n",
        "clusters: [{name: mkube}, {name: prod}]\n",
        "some notes",
        "{]",
        "kind: Config"
      })
  void keepsWhatSomebodyElseWrote(String content) throws IOException {
    Path file = folder.resolve("config");
    Files.writeString(file, content);

    CommandException failure =
        assertThrows(CommandException.class, () -> new KubeconfigFile(file).write(OURS));

    assertEquals(
        "kubeconfig "
            + file
            + ": was written by somebody else; move it away or give another --kubeconfig",
        failure.getMessage());
    assertEquals(content, Files.readString(file));
  }

  @Test
  void refusesAFolder() {
    assertTrue(
        String.valueOf(
                assertThrows(CommandException.class, () -> new KubeconfigFile(folder).check())
                    .getMessage())
            .contains("is not a regular file"));
  }
}
