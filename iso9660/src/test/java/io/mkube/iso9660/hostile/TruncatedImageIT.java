package io.mkube.iso9660.hostile;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mkube.iso9660.IsoImage;
import io.mkube.iso9660.IsoPatch;
import io.mkube.iso9660.directory.IsoEntry;
import io.mkube.iso9660.directory.TreeWalk;
import io.mkube.iso9660.format.ImageSource;
import io.mkube.iso9660.format.IsoFormatException;
import io.mkube.iso9660.format.MemorySource;
import io.mkube.iso9660.verify.ImageChecker;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images that were cut off, as broken downloads are. */
final class TruncatedImageIT {
  private static final int FIRST_STRUCTURE = 32 << 10;

  /** No divisor of any structure, so that cuts fall everywhere inside them. */
  private static final int STEP = 173;

  @TempDir private Path folder;

  @Test
  void sayWhatIsMissingWhereverTheyAreCut() throws Exception {
    byte[] image = Files.readAllBytes(SampleImages.make(folder));
    assertTrue(cutAnywhere(image) > 0);
    assertTrue(cutAnywhere(Files.readAllBytes(SampleImages.makeMoved(folder))) > 0);
  }

  private static int cutAnywhere(byte[] image) throws IOException {
    int refused = 0;
    int end = Math.min(image.length, FIRST_STRUCTURE + (96 << 10));
    for (int length = 0; length < end; length += length < FIRST_STRUCTURE ? 4093 : STEP) {
      byte[] cut = Arrays.copyOf(image, length);
      refused += refuses(() -> read(new MemorySource(cut))) ? 1 : 0;
      refused += refuses(() -> ImageChecker.check(new MemorySource(cut))) ? 1 : 0;
      refused +=
          refuses(() -> IsoPatch.builder().add("/new", cut).build().plan(new MemorySource(cut)))
              ? 1
              : 0;
    }
    return refused;
  }

  private static void read(ImageSource source) throws IOException {
    IsoImage image = IsoImage.open(source);
    TreeWalk walk = image.walk();
    for (Optional<IsoEntry> next = walk.next(); next.isPresent(); next = walk.next()) {
      if (next.get().isFile()) {
        try (InputStream content = image.newInputStream(next.get())) {
          content.transferTo(OutputStream.nullOutputStream());
        }
      }
    }
  }

  private interface Use {
    void run() throws IOException;
  }

  /** Whether it is refused, with the place and the rule; no other exception may come. */
  private static boolean refuses(Use use) throws IOException {
    try {
      use.run();
      return false;
    } catch (IsoFormatException e) {
      assertFalse(e.clause().isEmpty());
      assertTrue(e.offset() >= 0, e.toString());
      return true;
    }
  }
}
