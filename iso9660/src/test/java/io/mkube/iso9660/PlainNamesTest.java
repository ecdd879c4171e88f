package io.mkube.iso9660;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mkube.iso9660.directory.IsoEntry;
import io.mkube.iso9660.format.ImageSource;
import io.mkube.iso9660.format.MemorySource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Paths in an image that has nothing but identifiers, without lower case and most characters. */
final class PlainNamesTest {
  private static final byte[] MENU = "default linux\n".getBytes(StandardCharsets.UTF_8);
  private static final byte[] OTHER = "timeout 1\n".getBytes(StandardCharsets.UTF_8);

  private static TinyImage plain() {
    return new TinyImage(2048, 20, 128 << 10, 128 << 10)
        .file("README.TXT;1", 30, MENU.length, 0)
        .file("SETUP_1.CFG;1", 31, OTHER.length, 0)
        .put(30, MENU)
        .put(31, OTHER);
  }

  @Test
  void areFoundAsTheyWereBeforeAWriterMadeIdentifiersOfThem() throws Exception {
    TinyImage both = plain().file("readme.txt;1", 32, OTHER.length, 0).put(32, OTHER);
    try (IsoImage image = IsoImage.open(new MemorySource(both.build()))) {
      assertEquals("/SETUP_1.CFG", image.find("/setup-1.cfg").orElseThrow().path());
      assertTrue(image.find("/setup.1.cfg").isEmpty());
      assertArrayEquals(MENU, read(image, "/README.TXT"));
      assertArrayEquals(OTHER, read(image, "/readme.txt"), "the exact name comes first");
      assertArrayEquals(MENU, read(image, "/Readme.txt"));
    }
  }

  @Test
  void leadIntoDirectoriesThatTheSamePatchMakes() throws Exception {
    ImageSource base = new MemorySource(plain().build());
    IsoPatch patch =
        IsoPatch.builder()
            .mkdir("/my-dir")
            .add("/my-dir/new file.cfg", MENU)
            .replace("/setup-1.cfg", MENU)
            .build();
    try (IsoImage image = IsoImage.open(patch.plan(base).over(base))) {
      assertEquals(
          List.of("/MY_DIR/NEW_FILE.CFG"),
          image.list("/my-dir").stream().map(IsoEntry::path).toList());
      assertArrayEquals(MENU, read(image, "/my-dir/new file.cfg"));
      assertArrayEquals(MENU, read(image, "/SETUP_1.CFG"));
    }
    IsoPatch taken = IsoPatch.builder().add("/Setup-1.cfg", MENU).build();
    assertThrows(FileAlreadyExistsException.class, () -> taken.plan(base));
  }

  private static byte[] read(IsoImage image, String path) throws IOException {
    try (var content = image.newInputStream(image.find(path).orElseThrow())) {
      return content.readAllBytes();
    }
  }
}
