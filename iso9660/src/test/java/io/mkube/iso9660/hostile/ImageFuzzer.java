package io.mkube.iso9660.hostile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** What Jazzer calls with bytes that it has found to lead somewhere new. */
public final class ImageFuzzer {
  private static final DamagedImage BASE = base();

  private ImageFuzzer() {}

  private static DamagedImage base() {
    try {
      return new DamagedImage(Files.readAllBytes(Path.of(System.getProperty("fuzz.image"))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One run. */
  public static void fuzzerTestOneInput(byte[] changes) {
    Exercise.run(BASE.with(changes));
  }

  /**
   * Runs a number of changes chosen at random, in a heap as small as the caller makes it.
   *
   * @param arguments seed and number of runs
   */
  public static void main(String[] arguments) {
    Random random = new Random(Long.parseLong(arguments[0]));
    for (int run = 0; run < Integer.parseInt(arguments[1]); run++) {
      byte[] changes = new byte[5 * (1 + random.nextInt(12))];
      random.nextBytes(changes);
      fuzzerTestOneInput(changes);
    }
  }
}
