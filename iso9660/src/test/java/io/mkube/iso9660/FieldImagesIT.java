package io.mkube.iso9660;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mkube.iso9660.directory.IsoEntry;
import io.mkube.iso9660.verify.ImageChecker;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Situations that are found in images of other people. */
final class FieldImagesIT {
  private static final String DEEP = "/1/2/3/4/5/6/7/";
  @TempDir private Path folder;

  /** Two directories of one name are too deep, so genisoimage moves both into one directory. */
  private Path deep() throws Exception {
    Path tree = folder.resolve("tree");
    for (String branch : new String[] {"a", "b"}) {
      for (String path : new String[] {DEEP + "8/9/10/11/12/13/14/", DEEP}) {
        Path directory = tree.resolve(branch + path);
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("file"), branch + path);
      }
    }
    Path image = folder.resolve("deep.iso");
    Programs.run("genisoimage", "-quiet", "-R", "-o", image, tree);
    return image;
  }

  private static SortedSet<String> bsdtar(Path image) throws Exception {
    SortedSet<String> listed = new TreeSet<>();
    Programs.run("bsdtar", "-tf", image)
        .lines()
        .forEach(line -> listed.add(line.startsWith("./") ? line.substring(2) : line));
    return listed;
  }

  @Test
  void movedDirectoriesMayHaveOneName() throws Exception {
    try (IsoImage image = IsoImage.open(deep())) {
      assertEquals(
          List.of(),
          ImageChecker.check(image.source()).stream()
              .filter(finding -> finding.text().contains("twice"))
              .toList());
    }
  }

  @Test
  void movedDirectoriesAreFoundForwardsWhenTheRootHasMoved() throws Exception {
    Path base = deep();
    SortedSet<String> expected = bsdtar(base);
    IsoPatch.Builder patch = IsoPatch.builder();
    for (int i = 0; i < 60; i++) {
      String name = "a rather long name of a file " + i + ".cfg";
      patch.add("/" + name, new byte[] {1});
      expected.add(name);
    }
    Path derived = folder.resolve("derived.iso");
    patch.build().derive(base, derived);
    assertEquals(expected, bsdtar(derived));
  }

  @Test
  void rootInTheMiddleOfALinkIsAnEmptyName() throws Exception {
    Path tree = Files.createDirectories(folder.resolve("tree"));
    Files.createSymbolicLink(tree.resolve("link"), Path.of("ab/../cd"));
    Path image = folder.resolve("link.iso");
    Programs.run("xorriso", "-as", "mkisofs", "-quiet", "-R", "-o", image, tree);
    // An old mkisofs writes /a//b with the mark of the root for the empty name.
    String text = Files.readString(image, StandardCharsets.ISO_8859_1);
    String components = "\0\2ab\4\0\0\2cd";
    assertEquals(text.indexOf(components), text.lastIndexOf(components));
    String changed = text.replace(components, components.replace('\4', '\10'));
    Files.writeString(image, changed, StandardCharsets.ISO_8859_1);
    try (IsoImage iso = IsoImage.open(image)) {
      IsoEntry link = iso.find("/link").orElseThrow();
      assertEquals("ab//cd", link.rockRidge().linkTarget().orElseThrow());
    }
    assertEquals("link -> ab//cd", lastWords(Programs.run("bsdtar", "-tvf", image)));
  }

  private static String lastWords(String listing) {
    String line = listing.strip().lines().reduce((first, second) -> second).orElseThrow();
    return line.substring(line.indexOf("link ->"));
  }
}
