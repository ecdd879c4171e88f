package io.mkube.app.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program of images behind the launcher, which must not read its arguments. */
final class IsoImagesIT {
  @TempDir Path folder;

  @BeforeEach
  void makeImage() throws Exception {
    Path tree = Files.createDirectories(folder.resolve("tree"));
    Files.writeString(tree.resolve("grub.cfg"), "menuentry a {\n  linux /linux\n}\n");
    Files.writeString(tree.resolve("--help"), "a name like an option");
    Process xorriso =
        new ProcessBuilder("xorriso", "-as", "mkisofs", "-quiet", "-R", "-o", "a.iso", "tree")
            .directory(folder.toFile())
            .inheritIO()
            .start();
    assertEquals(0, xorriso.waitFor());
  }

  @Test
  void readsAndPatchesImages() throws Exception {
    assertEquals(
        List.of(), run(0, "iso", "patch", "a.iso", "b.iso", "--kernel-args", "--x -v --version"));
    assertEquals(List.of("no errors"), run(0, "iso", "verify", "b.iso"));
    assertEquals(
        List.of("menuentry a {", "  linux /linux --x -v --version", "}"),
        run(0, "iso", "cat", "b.iso", "/grub.cfg"));
    assertEquals(List.of("a name like an option"), run(0, "iso", "cat", "--", "a.iso", "--help"));
  }

  @Test
  void takesNamesAsTheyAreWithoutALocale() throws Exception {
    Files.copy(folder.resolve("a.iso"), folder.resolve("ä 日本.iso"));
    List<String> arguments = List.of("iso", "info", "ä 日本.iso");
    try (Launched launched =
        Launched.start(Launched.LAUNCHER, folder, Map.of("LC_ALL", "C"), arguments)) {
      assertEquals(0, launched.exitCode(), launched::errors);
    }
  }

  @Test
  void failsWithTheCodesOfTheProgramOfImages() throws Exception {
    assertEquals(List.of(), run(1, "iso", "ls", "none.iso"));
    assertEquals(List.of(), run(2, "iso", "ls", "-v", "a.iso"));
    assertTrue(run(0, "iso", "patch", "--help").getFirst().startsWith("Usage: mkube iso patch"));
  }

  private List<String> run(int code, String... arguments) throws Exception {
    try (Launched launched = Launched.start(folder, arguments)) {
      assertEquals(code, launched.exitCode(), launched::errors);
      assertEquals(code == 0 ? 0 : 1, launched.errors().lines().count(), launched::errors);
      return launched.rest();
    }
  }
}
