package io.mkube.iso9660;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mkube.iso9660.directory.IsoEntry;
import io.mkube.iso9660.directory.TreeWalk;
import io.mkube.iso9660.directory.View;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Has isoinfo, bsdtar and 7-Zip list and extract an image of the matrix; where they are known to
 * see something else, which docs/iso9660.md tells, that is what they must see.
 */
final class OtherReaders {
  /**
   * A directory that ISO 9660 has no level for, so that some programs store what is in it apart.
   */
  private static final String DEEPEST = "/a/b/c/d/e/f/g/h";

  /** Files that are worth compressing. */
  private static final Set<String> COMPRESSED = Set.of("/hard", "/large.bin");

  private static final int SHOWN = 60;

  private final String command;
  private final Path image;
  private final Path folder;
  private final TreeMap<String, byte[]> files = new TreeMap<>();
  private final TreeSet<String> others = new TreeSet<>();

  private OtherReaders(String command, Path image, Path folder) {
    this.command = command;
    this.image = image;
    this.folder = folder;
  }

  /** Demands that the other programs see what this library sees. */
  static void assertAgree(String command, IsoImage iso, Path image, Path folder) throws Exception {
    new OtherReaders(command, image, folder).readAs(iso, View.ROCK_RIDGE).assertAgree(iso);
  }

  private OtherReaders readAs(IsoImage iso, View view) throws Exception {
    files.clear();
    others.clear();
    var tree = iso.tree(view).orElseThrow();
    TreeWalk walk = tree.walk(tree.root());
    for (Optional<IsoEntry> next = walk.next(); next.isPresent(); next = walk.next()) {
      IsoEntry entry = next.get();
      if (entry.isFile()) {
        try (InputStream content = iso.newInputStream(entry)) {
          files.put(shown(entry.path()), content.readAllBytes());
        }
      } else {
        others.add(shown(entry.path()));
      }
    }
    return this;
  }

  private void assertAgree(IsoImage iso) throws Exception {
    assertListed(Programs.run("isoinfo", "-R", "-f", "-i", image).lines(), Set.of());
    for (String path : List.of("/boot/grub/grub.cfg", "/ünï/ö.txt", "/Case.TXT", "/large.bin")) {
      if (!command.contains("zisofs") || !COMPRESSED.contains(path)) {
        assertArrayEquals(files.get(path), isoinfoContent(path), path);
      }
    }
    assertSevenZipAgrees();
    if (command.contains("-xa")) {
      readAs(iso, View.PLAIN); // bsdtar finds no Rock Ridge behind what XA adds to a record
    }
    if (!command.contains("deep_paths_off")) { // bsdtar refuses xorriso's way to move directories
      assertBsdtarAgrees();
    }
  }

  private void assertSevenZipAgrees() throws Exception {
    String listing = Programs.run("env", "LC_ALL=C.UTF-8", "7z", "l", "-ba", "-slt", image);
    // xorriso leaves links out of the Joliet tree, which 7-Zip prefers; genisoimage does not.
    boolean linkless = command.matches("xorriso.*(-J|-joliet) .*");
    assertListed(
        listing
            .lines()
            .filter(line -> line.startsWith("Path = "))
            .map(line -> "/" + line.substring("Path = ".length()))
            .filter(path -> !path.startsWith("/[BOOT]")),
        linkless ? Set.of("/link") : Set.of());
    Path out = folder.resolve("7z");
    // It takes a link that has .. in its target for an attack.
    Programs.run(
        "env", "LC_ALL=C.UTF-8", "7z", "x", "-y", "-x!link", "-x![BOOT]", "-o" + out, image);
    assertContents(out, command.contains("zisofs") ? COMPRESSED : Set.of());
  }

  private void assertBsdtarAgrees() throws Exception {
    String listing = Programs.run("env", "LC_ALL=C.UTF-8", "bsdtar", "-tf", image);
    assertListed(
        listing.lines().filter(path -> !path.equals(".")).map(path -> "/" + path), Set.of());
    Path out = Files.createDirectory(folder.resolve("bsdtar"));
    Programs.run("env", "LC_ALL=C.UTF-8", "bsdtar", "-C", out, "-xf", image);
    assertContents(out, command.contains("version_2") ? COMPRESSED : Set.of());
  }

  private void assertListed(Stream<String> listed, Set<String> unseen) {
    TreeSet<String> expected = new TreeSet<>(others);
    expected.addAll(files.keySet());
    expected.removeAll(unseen);
    expected.remove("");
    assertEquals(
        expected,
        listed
            .map(OtherReaders::shown)
            .filter(path -> !path.isEmpty())
            .collect(Collectors.toCollection(TreeSet::new)));
  }

  private void assertContents(Path out, Set<String> unread) throws Exception {
    Programs.run("chmod", "-R", "u+rwX", out);
    Map<String, Path> found = new TreeMap<>();
    try (Stream<Path> walk = Files.walk(out)) {
      walk.filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
          .forEach(path -> found.put(shown("/" + out.relativize(path)), path));
    }
    found.keySet().remove(DEEPEST); // stands for a directory that is stored elsewhere
    assertEquals(files.keySet(), found.keySet());
    for (Map.Entry<String, Path> file : found.entrySet()) {
      if (!unread.contains(file.getKey())) {
        byte[] content = files.get(file.getKey());
        assertArrayEquals(content, Files.readAllBytes(file.getValue()), file.getKey());
      }
    }
  }

  private byte[] isoinfoContent(String path) throws Exception {
    Process process =
        new ProcessBuilder("isoinfo", "-R", "-i", image.toString(), "-x", path)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    byte[] content = process.getInputStream().readAllBytes();
    assertEquals(0, process.waitFor(), path);
    return content;
  }

  /**
   * A path as all can agree on it: moved directories where they belong, and the begin of a name
   * that 7-Zip cuts. Empty if it is only where moved directories are kept.
   */
  private static String shown(String path) {
    String placed = path.replaceFirst("^/(rr_)?moved(/h|$)", "$2");
    placed =
        placed.startsWith("/h/") || placed.equals("/h") ? DEEPEST + placed.substring(2) : placed;
    int name = placed.lastIndexOf('/') + 1;
    return placed.substring(0, Math.min(placed.length(), name + SHOWN));
  }
}
