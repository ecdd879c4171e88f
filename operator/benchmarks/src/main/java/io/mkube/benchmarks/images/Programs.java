package io.mkube.benchmarks.images;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Programs that images are measured beside. */
final class Programs {
  private Programs() {}

  /** Runs a program that must succeed. */
  static void run(Object... words) throws IOException, InterruptedException {
    if (!succeeds(words)) {
      throw new IOException("failed: " + Arrays.toString(words));
    }
  }

  static boolean succeeds(Object... words) throws IOException, InterruptedException {
    List<String> command = Arrays.stream(words).map(Object::toString).toList();
    return new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor()
        == 0;
  }

  /** Runs a class of this program in a virtual machine of its own. */
  static void java(String option, Class<?> main, Object... words)
      throws IOException, InterruptedException {
    List<Object> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java"));
    command.addAll(List.of(option, "-XX:+UseSerialGC"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(words));
    run(command.toArray());
  }

  /** Removes what a round has made, and waits for the disk, so that the next finds it idle. */
  record Tidy(List<Path> files) implements Turns.Work {
    Tidy(Path... files) {
      this(List.of(files));
    }

    @Override
    public void run() throws IOException, InterruptedException {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
      Programs.run("sync");
    }
  }

  /**
   * The same, and gives every turn the same start: a copy of the base is made and removed, so that
   * the base is cached and as much memory as a copy takes has been given back just before; nothing
   * is left to be written; and the disk has had a while for itself.
   *
   * @param tidy what is done before
   * @param base the file that turns copy
   */
  record Settle(Tidy tidy, Path base) implements Turns.Work {
    private static final Path MEMORY = Path.of("/proc/meminfo");
    private static final long LITTLE = 2048;
    private static final int TRIES = 10;
    private static final long PAUSE_MILLIS = 500;

    @Override
    public void run() throws IOException, InterruptedException {
      tidy.run();
      Path rehearsal = base.resolveSibling("rehearsal.iso");
      Programs.run("cp", base, rehearsal);
      Files.delete(rehearsal);
      Programs.run("sync");
      // Another program that writes all the time would never let it come to rest.
      for (int i = 0; i < TRIES && waitingKibibytes() > LITTLE; i++) {
        Programs.run("sync");
      }
      Thread.sleep(PAUSE_MILLIS);
    }

    private static long waitingKibibytes() throws IOException {
      try (Stream<String> lines = Files.lines(MEMORY)) {
        return lines
            .filter(line -> line.startsWith("Dirty:") || line.startsWith("Writeback:"))
            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
            .sum();
      }
    }
  }
}
