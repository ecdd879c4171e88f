package io.mkube.iso9660.hostile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

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
}
