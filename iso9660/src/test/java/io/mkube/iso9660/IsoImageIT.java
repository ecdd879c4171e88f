package io.mkube.iso9660;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mkube.iso9660.directory.IsoEntry;
import io.mkube.iso9660.directory.Tree;
import io.mkube.iso9660.directory.View;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads what xorriso and genisoimage have written. */
final class IsoImageIT {
  @TempDir private Path folder;

  @Test
  void readsEveryFileOfAnImageInEachOfItsTrees() throws Exception {
    Map<String, byte[]> files = content();
    Path image = folder.resolve("image.iso");
    Programs.run(
        "xorriso",
        "-as",
        "mkisofs",
        "-quiet",
        "-R",
        "-J",
        "-joliet-long",
        "-o",
        image,
        folder.resolve("tree"));

    try (IsoImage iso = IsoImage.open(image)) {
      for (View view : new View[] {View.ROCK_RIDGE, View.JOLIET}) {
        assertSame(files, read(iso, iso.tree(view).orElseThrow()));
      }
      assertEquals(files.size(), read(iso, iso.tree(View.PLAIN).orElseThrow()).size());
    }
  }

  private static void assertSame(Map<String, byte[]> expected, Map<String, byte[]> actual) {
    assertEquals(expected.keySet(), actual.keySet());
    expected.forEach((path, bytes) -> assertArrayEquals(bytes, actual.get(path), path));
  }

  private static Map<String, byte[]> read(IsoImage iso, Tree tree) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    var walk = tree.walk(tree.root());
    for (Optional<IsoEntry> next = walk.next(); next.isPresent(); next = walk.next()) {
      if (next.get().isFile()) {
        files.put(next.get().path(), Channels.newInputStream(iso.open(next.get())).readAllBytes());
      }
    }
    return files;
  }

  private Map<String, byte[]> content() throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    files.put("/boot/grub/grub.cfg", "linux /vmlinuz\n".getBytes(StandardCharsets.UTF_8));
    files.put("/ünï/" + "n".repeat(60) + ".txt", new byte[2049]);
    files.put("/empty", new byte[0]);
    for (int i = 0; i < 200; i++) {
      files.put("/many/file" + i, ("content " + i).getBytes(StandardCharsets.UTF_8));
    }
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Path path = folder.resolve("tree" + file.getKey());
      Files.createDirectories(path.getParent());
      Files.write(path, file.getValue());
    }
    return files;
  }
}
