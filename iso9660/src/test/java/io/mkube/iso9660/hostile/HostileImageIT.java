package io.mkube.iso9660.hostile;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Whatever is changed in an image, what is done with it ends, with a result or an IOException. */
final class HostileImageIT {
  private static final int TRIES = 150;
  private static DamagedImage sample = new DamagedImage(new byte[0]);
  private static DamagedImage moved = new DamagedImage(new byte[0]);
  private static Path folder = Path.of(".");

  @BeforeContainer
  static void makeImages() throws IOException, InterruptedException {
    folder = Files.createTempDirectory("hostile");
    sample = new DamagedImage(Files.readAllBytes(SampleImages.make(folder)));
    moved = new DamagedImage(Files.readAllBytes(SampleImages.makeMoved(folder)));
  }

  @AfterContainer
  static void deleteImages() throws IOException {
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  @Property(tries = TRIES, shrinking = ShrinkingMode.BOUNDED)
  void damageOfAModernImageEndsWell(@ForAll @Size(min = 5, max = 60) byte[] changes) {
    assertTrue(Exercise.run(sample.with(changes)) >= 0);
  }

  @Property(tries = TRIES, shrinking = ShrinkingMode.BOUNDED)
  void damageOfAnOlderImageEndsWell(@ForAll @Size(min = 5, max = 60) byte[] changes) {
    assertTrue(Exercise.run(moved.with(changes)) >= 0);
  }
}
