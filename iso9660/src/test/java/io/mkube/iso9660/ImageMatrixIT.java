package io.mkube.iso9660;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mkube.iso9660.directory.IsoEntry;
import io.mkube.iso9660.directory.Tree;
import io.mkube.iso9660.directory.TreeWalk;
import io.mkube.iso9660.directory.View;
import io.mkube.iso9660.format.ImageSource;
import io.mkube.iso9660.format.IsoFormatException;
import io.mkube.iso9660.verify.Finding;
import io.mkube.iso9660.verify.ImageChecker;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What many ways of writing an image have in common: the files that went in. */
final class ImageMatrixIT {
  @TempDir private Path folder;
  private final TreeMap<String, String> files = new TreeMap<>();

  @BeforeEach
  void makeTree() throws Exception {
    put("/boot/grub/grub.cfg", "menu");
    put("/a/b/c/d/e/f/g/h/i/leaf.txt", "deep");
    put("/ünï/ö.txt", "unicode");
    put("/Case.TXT", "upper");
    put("/case.txt", "lower");
    put("/empty", "");
    put("/" + "long".repeat(50), "long");
    put("/large.bin", "0123456789".repeat(40_000));
    for (int i = 0; i < 120; i++) {
      put("/many/file" + i + ".txt", "content " + i);
    }
    Files.createSymbolicLink(folder.resolve("tree/link"), Path.of("boot/../boot"));
    Files.createLink(folder.resolve("tree/hard"), folder.resolve("tree/large.bin"));
    files.put("/hard", files.get("/large.bin"));
  }

  private void put(String path, String text) throws Exception {
    Path file = folder.resolve("tree" + path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    files.put(path, text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "xorriso -as mkisofs -quiet -R -J -joliet-long -o IMAGE TREE",
        "xorriso -as mkisofs -quiet -R -iso-level 4 -o IMAGE TREE",
        "xorriso -as mkisofs -quiet -R -iso-level 3 -U -o IMAGE TREE",
        "xorriso -as mkisofs -quiet -R -J -partition_offset 16 -o IMAGE TREE",
        "xorriso -outdev IMAGE -compliance deep_paths_off -rr_reloc_dir moved -map TREE / -commit",
        "xorriso -outdev IMAGE -joliet on -map TREE / -zisofs level=9 -set_filter_r --zisofs / --"
            + " -commit",
        "xorriso -outdev IMAGE -map TREE / -zisofs level=9:version_2=on -set_filter_r --zisofs / --"
            + " -commit",
        "xorriso -outdev IMAGE -hfsplus on -md5 on -map TREE / -commit",
        "genisoimage -quiet -R -J -joliet-long -input-charset utf-8 -o IMAGE TREE",
        "genisoimage -quiet -R -D -U -input-charset utf-8 -o IMAGE TREE",
        "genisoimage -quiet -R -xa -input-charset utf-8 -o IMAGE TREE",
        "genisoimage -quiet -R -udf -input-charset utf-8 -o IMAGE TREE",
        "grub-mkrescue -o IMAGE TREE"
      })
  void showsEveryFileAndIsFoundSound(String command) throws Exception {
    Path image = folder.resolve("image.iso");
    Programs.run(
        (Object[])
            command
                .replace("IMAGE", image.toString())
                .replace("TREE", folder.resolve("tree").toString())
                .split(" "));

    try (IsoImage iso = IsoImage.open(image)) {
      Map<String, String> found = read(iso, iso.tree(View.ROCK_RIDGE).orElseThrow());
      files.forEach((path, text) -> assertEquals(text, found.get(path), path));
      assertEquals(
          "boot/../boot", iso.find("/link").orElseThrow().rockRidge().linkTarget().orElseThrow());
      List<Finding> errors =
          ImageChecker.check(iso.source()).stream()
              .filter(finding -> finding.severity() == Finding.Severity.ERROR)
              .toList();
      assertEquals(List.of(), errors);
      OtherReaders.assertAgree(command, iso, image, folder);
    }
    Path out = folder.resolve("out");
    Programs.run("xorriso", "-osirrox", "on", "-indev", image, "-extract", "/", out);
    try (FileSystem system = FileSystems.newFileSystem(image);
        Stream<Path> walk = Files.walk(system.getPath("/"))) {
      for (Path path :
          walk.filter(p -> Files.isRegularFile(p, LinkOption.NOFOLLOW_LINKS)).toList()) {
        Path other = out.resolve(path.toString().substring(1));
        if (Files.isRegularFile(other)) {
          assertEquals(-1, Files.mismatch(path, other), path.toString());
        }
      }
      assertTrue(Files.isSameFile(system.getPath("/link/grub"), system.getPath("/boot/grub")));
    }
  }

  private static Map<String, String> read(IsoImage iso, Tree tree) throws Exception {
    Map<String, String> found = new TreeMap<>();
    TreeWalk walk = tree.walk(tree.root());
    for (Optional<IsoEntry> next = walk.next(); next.isPresent(); next = walk.next()) {
      if (next.get().isFile()) {
        try (InputStream content = iso.newInputStream(next.get())) {
          found.put(next.get().path(), new String(content.readAllBytes(), StandardCharsets.UTF_8));
        }
      }
    }
    return found;
  }

  @Test
  void findsTheNewestSessionAndTheOldOnes() throws Exception {
    Path image = folder.resolve("image.iso");
    Path boot = folder.resolve("tree/boot");
    Programs.run("xorriso", "-outdev", image, "-map", boot, "/first", "-commit");
    Programs.run(
        "xorriso", "-dev", image, "-map", boot, "/second", "-rm_r", "/first", "--", "-commit");

    try (IsoImage iso = IsoImage.open(image)) {
      List<Long> sessions = iso.sessions().firstSectors();
      assertTrue(iso.find("/second").isPresent());
      assertTrue(iso.find("/first").isEmpty());
      assertEquals(2, sessions.size());
      try (IsoImage old = IsoImage.open(ImageSource.open(image), sessions.getFirst())) {
        assertTrue(old.find("/first").isPresent());
      }
    }
    try (FileSystem old = FileSystems.newFileSystem(image, Map.of("session", 1))) {
      assertTrue(Files.exists(old.getPath("/first/grub/grub.cfg")));
    }
  }

  @Test
  void saysThatAnImageHoldsUdfOnly() throws Exception {
    byte[] image = new byte[300 * 2048];
    System.arraycopy("\0BEA01\1".getBytes(StandardCharsets.US_ASCII), 0, image, 16 * 2048, 7);
    System.arraycopy("\0NSR02\1".getBytes(StandardCharsets.US_ASCII), 0, image, 17 * 2048, 7);
    Path file = Files.write(folder.resolve("udf.iso"), image);

    IsoFormatException refusal =
        Assertions.assertThrows(
            IsoFormatException.class, () -> FileSystems.newFileSystem(file).close());
    assertTrue(refusal.problem().contains("UDF file system only"), refusal.problem());
  }
}
