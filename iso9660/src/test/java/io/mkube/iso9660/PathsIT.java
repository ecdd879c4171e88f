package io.mkube.iso9660;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;

/**
 * Paths in an image beside those of the Unix that the tests run on: the same text, the same
 * answers.
 */
final class PathsIT {
  private static Path folder = Path.of(".");
  private static FileSystem image = FileSystems.getDefault();

  @BeforeContainer
  static void makeImage() throws Exception {
    folder = Files.createTempDirectory("paths");
    Path tree = Files.createDirectories(folder.resolve("tree"));
    Files.writeString(tree.resolve("a"), "a");
    Path file = folder.resolve("paths.iso");
    Programs.run("xorriso", "-as", "mkisofs", "-quiet", "-R", "-o", file, tree);
    image = FileSystems.newFileSystem(URI.create("iso9660:" + file.toUri()), Map.of());
  }

  @AfterContainer
  static void deleteImage() throws IOException {
    image.close();
    Files.delete(folder.resolve("paths.iso"));
    Files.delete(folder.resolve("tree/a"));
    Files.delete(folder.resolve("tree"));
    Files.delete(folder);
  }

  @Provide
  Arbitrary<String> paths() {
    return Arbitraries.of("a", "b", "..", ".", "/", "//", "ä b", "*", "c.txt")
        .list()
        .ofMaxSize(6)
        .flatMap(names -> Arbitraries.of("", "/").map(slash -> slash + String.join("/", names)));
  }

  @Property
  void answerAsUnixDoes(@ForAll("paths") String text) {
    assertSame(text, Path::toString);
    assertSame(text, Path::getParent);
    assertSame(text, Path::getFileName);
    assertSame(text, Path::getRoot);
    assertSame(text, Path::getNameCount);
    assertSame(text, Path::isAbsolute);
    assertSame(text, Path::normalize);
    assertSame(text, path -> path.getName(0));
    assertSame(text, path -> path.getName(path.getNameCount() - 1));
    assertSame(text, path -> path.subpath(0, path.getNameCount() - 1));
    StringBuilder ours = new StringBuilder();
    StringBuilder theirs = new StringBuilder();
    image.getPath(text).forEach(name -> ours.append(name).append('|'));
    Paths.get(text).forEach(name -> theirs.append(name).append('|'));
    assertEquals(theirs.toString(), ours.toString());
  }

  @Property
  void answerAboutOthersAsUnixDoes(@ForAll("paths") String one, @ForAll("paths") String other) {
    assertSame(one, other, Path::resolve);
    assertSame(one, other, Path::resolveSibling);
    assertSame(one, other, Path::relativize);
    assertSame(one, other, Path::startsWith);
    assertSame(one, other, Path::endsWith);
    assertSame(one, other, Path::equals);
    assertSame(one, other, (a, b) -> Integer.signum(a.compareTo(b)));
    assertSame(one, other, (a, b) -> a.resolve(b).normalize().relativize(a));
  }

  @Property
  void comeBackFromTheirUris(@ForAll("paths") String text) {
    Path path = image.getPath(text);
    assertEquals(path.toAbsolutePath(), Path.of(path.toUri()));
    assertEquals("iso9660", path.toUri().getScheme());
  }

  @Property
  void matchPatternsAsUnixDoes(@ForAll("paths") String text) {
    for (String pattern :
        new String[] {
          "glob:*",
          "glob:**",
          "glob:a/*",
          "glob:**.txt",
          "glob:{a,b}",
          "glob:[a-b]/?",
          "glob:/**/c.*",
          "glob:\\*",
          "glob:a/**/b",
          "glob:[!a]",
          "regex:.*c\\.txt"
        }) {
      assertEquals(
          FileSystems.getDefault().getPathMatcher(pattern).matches(Path.of(text)),
          image.getPathMatcher(pattern).matches(image.getPath(text)),
          pattern + " " + text);
    }
  }

  private static void assertSame(String text, Asked question) {
    assertEquals(
        answer(() -> question.apply(Path.of(text))),
        answer(() -> question.apply(image.getPath(text))),
        text);
  }

  private static void assertSame(String one, String other, AskedOfTwo question) {
    assertEquals(
        answer(() -> question.apply(Path.of(one), Path.of(other))),
        answer(() -> question.apply(image.getPath(one), image.getPath(other))),
        one + " and " + other);
  }

  private interface Asked {
    @Nullable Object apply(Path path);
  }

  private interface AskedOfTwo {
    @Nullable Object apply(Path one, Path other);
  }

  private interface Question {
    @Nullable Object ask();
  }

  /** What is answered, or the kind of exception. */
  private static String answer(Question question) {
    try {
      return String.valueOf(question.ask());
    } catch (IllegalArgumentException e) {
      return "IllegalArgumentException";
    }
  }
}
