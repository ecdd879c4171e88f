package io.mkube.iso9660;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mkube.iso9660.directory.IsoEntry;
import io.mkube.iso9660.directory.View;
import io.mkube.iso9660.patch.PatchOptions;
import io.mkube.iso9660.verify.Finding;
import io.mkube.iso9660.verify.ImageChecker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Patches of files with several names, of symbolic links, and beside CD-ROM XA. */
final class PatchLinksIT {
  private static final byte[] OLD = "old".repeat(1000).getBytes(StandardCharsets.US_ASCII);
  @TempDir private Path folder;
  private Path base;
  private Path target;

  @BeforeEach
  void makeTree() throws Exception {
    Path tree = folder.resolve("tree");
    Files.createDirectories(tree.resolve("d"));
    Files.write(tree.resolve("one"), OLD);
    Files.createLink(tree.resolve("d/two"), tree.resolve("one"));
    Files.createLink(tree.resolve("three"), tree.resolve("one"));
    Files.writeString(tree.resolve("other"), "other");
    Files.createSymbolicLink(tree.resolve("link"), Path.of("d/two"));
    base = folder.resolve("base.iso");
    target = folder.resolve("target.iso");
  }

  private void make(String... command) throws Exception {
    Object[] words = Arrays.copyOf(command, command.length + 3, Object[].class);
    words[command.length] = "-o";
    words[command.length + 1] = base;
    words[command.length + 2] = folder.resolve("tree");
    Programs.run(words);
  }

  @ParameterizedTest
  @EnumSource(PatchOptions.HardLinks.class)
  void givesOtherNamesTheNewContentOnlyWhereToldTo(PatchOptions.HardLinks links) throws Exception {
    make("xorriso", "-as", "mkisofs", "-quiet", "-R", "-J", "--hardlinks");
    byte[] fresh = "fresh".repeat(2000).getBytes(StandardCharsets.US_ASCII);
    IsoPatch.builder().hardLinks(links).replace("/d/two", fresh).build().derive(base, target);

    boolean follow = links == PatchOptions.HardLinks.FOLLOW;
    byte[] others = follow ? fresh : OLD;
    try (IsoImage image = IsoImage.open(target)) {
      for (View view : new View[] {View.ROCK_RIDGE, View.JOLIET, View.PLAIN}) {
        boolean plain = view == View.PLAIN;
        assertContent(fresh, image, view, plain ? "/D/TWO" : "/d/two");
        assertContent(others, image, view, plain ? "/ONE" : "/one");
        assertContent(others, image, view, plain ? "/THREE" : "/three");
      }
      assertEquals(follow ? 3 : 1, links(image, "/d/two"));
      assertEquals(follow ? 3 : 2, links(image, "/one"));
    }
    assertSound();
    Path out = extracted();
    assertArrayEquals(fresh, Files.readAllBytes(out.resolve("d/two")));
    assertArrayEquals(others, Files.readAllBytes(out.resolve("one")));
    assertArrayEquals(others, Files.readAllBytes(out.resolve("three")));
  }

  @Test
  void keepsTheContentUntilTheLastNameIsDeleted() throws Exception {
    make("xorriso", "-as", "mkisofs", "-quiet", "-R", "-J", "--hardlinks");
    IsoPatch.builder().delete("/one").delete("/d/two").build().derive(base, target);
    assertArrayEquals(OLD, Files.readAllBytes(extracted().resolve("three")));
    assertSound();

    Path none = folder.resolve("none.iso");
    IsoPatch.builder().delete("/three").build().derive(target, none);
    String image = Files.readString(none, StandardCharsets.ISO_8859_1);
    assertTrue(!image.contains("oldoldold"), "what nothing names any longer is wiped");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"other", "../d/./two", "/", "/abs/ö lute", ".", "..", "COMPONENTS", "LONG"})
  void addsSymbolicLinksThatOthersFollow(String text) throws Exception {
    make("xorriso", "-as", "mkisofs", "-quiet", "-R", "-J");
    String link =
        switch (text) {
          case "COMPONENTS" -> "component/".repeat(60) + "last";
          case "LONG" -> "x".repeat(250) + "/" + "y".repeat(250) + "/../" + "z".repeat(200);
          default -> text;
        };
    IsoPatch.builder()
        .link("/d/new", link)
        .rename("/link", "/d/moved link")
        .build()
        .derive(base, target);
    assertSound();
    Path out = extracted();
    assertEquals(link, Files.readSymbolicLink(out.resolve("d/new")).toString());
    assertEquals("d/two", Files.readSymbolicLink(out.resolve("d/moved link")).toString());
    Path tar = Files.createDirectory(folder.resolve("tar"));
    Programs.run("env", "LC_ALL=C.UTF-8", "bsdtar", "-P", "-C", tar, "-xf", target);
    assertEquals(link, Files.readSymbolicLink(tar.resolve("d/new")).toString());

    Path without = folder.resolve("without.iso");
    IsoPatch.builder().delete("/d/new").delete("/d/moved link").build().derive(target, without);
    try (IsoImage image = IsoImage.open(without)) {
      assertEquals(List.of("two"), image.list("/d").stream().map(IsoEntry::name).toList());
      assertContent(OLD, image, View.ROCK_RIDGE, "/d/two");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"genisoimage", "xorriso"})
  void patchesBesideExtendedArchitecture(String program) throws Exception {
    if (program.equals("genisoimage")) {
      make("genisoimage", "-quiet", "-R", "-J", "-xa", "-input-charset", "utf-8");
    } else {
      make("xorriso", "-as", "mkisofs", "-quiet", "-R", "-J");
    }
    IsoPatch.builder()
        .replace("/other", "longer than it was".repeat(300).getBytes(StandardCharsets.US_ASCII))
        .mkdir("/new directory")
        .add("/new directory/ä file.txt", OLD)
        .link("/new directory/up", "../other")
        .rename("/three", "/new directory/renamed to another place")
        .delete("/d")
        .build()
        .derive(base, target);
    assertSound();
    Set<String> expected =
        Set.of(
            "/link",
            "/new directory",
            "/new directory/renamed to another place",
            "/new directory/up",
            "/new directory/ä file.txt",
            "/one",
            "/other");
    String listing = Programs.run("isoinfo", "-R", "-f", "-i", target);
    assertEquals(
        new TreeSet<>(expected), listing.lines().collect(Collectors.toCollection(TreeSet::new)));
    Path out = extracted();
    assertArrayEquals(OLD, Files.readAllBytes(out.resolve("new directory/ä file.txt")));
    try (IsoImage image = IsoImage.open(target)) {
      assertEquals(
          program.equals("genisoimage"),
          image.find("/one").orElseThrow().record().extendedArchitecture().isPresent());
    }
  }

  private static long links(IsoImage image, String path) throws IOException {
    return image.find(path).orElseThrow().rockRidge().posix().orElseThrow().links();
  }

  private static void assertContent(byte[] expected, IsoImage image, View view, String path)
      throws IOException {
    IsoEntry entry = image.tree(view).orElseThrow().find(path).orElseThrow();
    try (var content = image.newInputStream(entry)) {
      assertArrayEquals(expected, content.readAllBytes(), view + " " + path);
    }
  }

  private Path extracted() throws Exception {
    Path out = folder.resolve("out");
    Programs.run("xorriso", "-osirrox", "on", "-indev", target, "-extract", "/", out);
    Programs.run("chmod", "-R", "u+rwX", out);
    return out;
  }

  private void assertSound() throws IOException {
    try (IsoImage image = IsoImage.open(target)) {
      assertEquals(
          List.of(),
          ImageChecker.check(image.source()).stream()
              .filter(finding -> finding.severity() == Finding.Severity.ERROR)
              .toList());
    }
  }
}
