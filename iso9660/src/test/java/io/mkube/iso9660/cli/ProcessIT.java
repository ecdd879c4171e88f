package io.mkube.iso9660.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mkube.iso9660.Programs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line as a program of its own: pipes, full disks, signals. */
final class ProcessIT {
  private static final String PROGRAM =
      Path.of(System.getProperty("java.home"), "bin", "java")
          + " -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx8m -cp '"
          + System.getProperty("java.class.path")
          + "' io.mkube.iso9660.cli.IsoCommand ";

  @TempDir private Path folder;

  @BeforeEach
  void makeImage() throws Exception {
    Path tree = Files.createDirectories(folder.resolve("tree"));
    for (int i = 0; i < 3000; i++) {
      Files.createFile(tree.resolve("a file with a name of some length, number " + i));
    }
    Files.write(tree.resolve("large"), new byte[4 << 20]);
    Programs.run("xorriso", "-as", "mkisofs", "-quiet", "-R", "-o", base(), tree);
  }

  @Test
  void endsQuietlyWhenNobodyReadsAnyMore() throws Exception {
    assertEquals(
        "141\n", shell(PROGRAM + "ls -R base.iso | head -n 1 >/dev/null; echo ${PIPESTATUS[0]}"));
    assertEquals(
        "141\n",
        shell(PROGRAM + "cat base.iso /large | head -c 1 >/dev/null; echo ${PIPESTATUS[0]}"));
  }

  @Test
  void tellsThatTheOutputCannotBeWritten() throws Exception {
    assertEquals(
        "mkube iso ls: standard output cannot be written: No space left on device\n1\n",
        shell(PROGRAM + "ls base.iso 2>&1 >/dev/full; echo $?"));
  }

  @Test
  void leavesNothingWhenThereIsNoRoom() throws Exception {
    String told =
        shell("ulimit -f 1000; " + PROGRAM + "patch base.iso target.iso --mkdir /x 2>&1; echo $?");
    assertEquals("mkube iso patch: target.iso: File too large\n1\n", told);
    assertEquals(List.of("base.iso", "tree"), names());
  }

  private Path base() {
    return folder.resolve("base.iso");
  }

  private Process shellProcess(String command) throws IOException {
    return new ProcessBuilder("bash", "-c", command)
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .start();
  }

  private String shell(String command) throws IOException, InterruptedException {
    Process process = shellProcess(command);
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor() >= 0);
    return output;
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
