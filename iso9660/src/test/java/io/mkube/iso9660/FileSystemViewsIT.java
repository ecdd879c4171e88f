package io.mkube.iso9660;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.ClosedFileSystemException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** What programs expect of a file system, shown by an image. */
final class FileSystemViewsIT {
  @TempDir private Path folder;
  private Path file = Path.of("");
  private FileSystem image = FileSystems.getDefault();

  @BeforeEach
  void open() throws Exception {
    Path tree = Files.createDirectories(folder.resolve("tree/etc/ünï"));
    Files.writeString(tree.resolve("a b#.txt"), "text");
    Files.writeString(folder.resolve("tree/one"), "0123456789");
    Files.createLink(folder.resolve("tree/two"), folder.resolve("tree/one"));
    Files.createSymbolicLink(folder.resolve("tree/loop"), Path.of("loop"));
    Files.createSymbolicLink(folder.resolve("tree/up"), Path.of("etc/../one"));
    for (int i = 0; i < 300; i++) {
      Files.writeString(folder.resolve("tree/etc/f" + i), "content " + i);
    }
    file = folder.resolve("image.iso");
    Programs.run(
        "xorriso",
        "-outdev",
        file,
        "-joliet",
        "on",
        "-hardlinks",
        "on",
        "-map",
        folder.resolve("tree"),
        "/",
        "-commit");
    image = FileSystems.newFileSystem(file);
  }

  @AfterEach
  void close() throws IOException {
    image.close();
  }

  @Test
  void tellsWhatStatTells() throws IOException {
    Map<String, Object> unix = Files.readAttributes(image.getPath("/one"), "unix:*");

    assertEquals(0100000, Integer.parseInt(String.valueOf(unix.get("mode"))) & 0170000);
    assertEquals(10L, unix.get("size"));
    assertTrue(unix.keySet().containsAll(List.of("ino", "nlink", "uid", "gid", "rdev", "ctime")));
  }

  @Test
  void knowsTheNamesOfOneFile() throws IOException {
    assertTrue(Files.isSameFile(image.getPath("/one"), image.getPath("/two")));
    assertTrue(Files.isSameFile(image.getPath("/up"), image.getPath("/one")));
    assertFalse(Files.isSameFile(image.getPath("/one"), image.getPath("/etc")));
    assertNotEquals(image.getPath("/one"), image.getPath("/two"));
  }

  @Test
  void refusesLinksThatHaveNoEnd() {
    Path loop = image.getPath("/loop");
    assertThrows(FileSystemLoopException.class, () -> Files.size(loop));
    assertTrue(Files.exists(loop, LinkOption.NOFOLLOW_LINKS));
    assertThrows(NotLinkException.class, () -> Files.readSymbolicLink(image.getPath("/one")));
    assertThrows(NotDirectoryException.class, () -> Files.list(image.getPath("/one")).close());
  }

  @Test
  void readsAtAnyPositionAndWritesNowhere() throws IOException {
    try (FileChannel channel = FileChannel.open(image.getPath("/one"))) {
      ByteBuffer buffer = ByteBuffer.allocate(4);
      assertEquals(4, channel.position(3).read(buffer));
      assertEquals("3456", new String(buffer.array(), StandardCharsets.US_ASCII));
      assertEquals(7, channel.position());
      assertEquals(-1, channel.position(10).read(buffer.clear()));
      assertEquals('9', channel.map(FileChannel.MapMode.READ_ONLY, 9, 1).get());
      assertThrows(NonWritableChannelException.class, () -> channel.write(buffer));
    }
    Path one = image.getPath("/one");
    Path other = image.getPath("/other");
    for (Executable change :
        List.<Executable>of(
            () -> Files.delete(one),
            () -> Files.move(one, other),
            () -> Files.copy(one, other),
            () -> Files.createDirectory(other),
            () -> Files.createSymbolicLink(other, one),
            () -> Files.createLink(other, one),
            () -> Files.setLastModifiedTime(one, Files.getLastModifiedTime(one)),
            () -> Files.newOutputStream(one).close(),
            () -> Files.copy(file, other))) {
      assertThrows(ReadOnlyFileSystemException.class, change);
    }
  }

  @Test
  void matchesNamesAsTheDefaultFileSystemDoes() throws IOException {
    for (String glob : List.of("f1?", "f{1,2}9", "*", "[!f]*", "f[0-2]", "**9", "\\*")) {
      assertEquals(list(folder.resolve("tree/etc"), glob), list(image.getPath("/etc"), glob), glob);
    }
    assertTrue(image.getPathMatcher("regex:/e.c").matches(image.getPath("/etc")));
    assertThrows(UnsupportedOperationException.class, () -> image.getPathMatcher("other:x"));
  }

  private static List<String> list(Path directory, String glob) throws IOException {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory, glob)) {
      stream.forEach(path -> names.add(path.getFileName().toString()));
    }
    return names.stream().sorted().collect(Collectors.toList());
  }

  @Test
  void comesBackByItsUri() throws IOException {
    URI uri = URI.create("iso9660:" + file.toUri());
    try (FileSystem joliet = FileSystems.newFileSystem(uri, Map.of("view", "joliet"))) {
      Path path = joliet.getPath("/etc/ünï/a b#.txt");
      assertEquals(path, Path.of(path.toUri()));
      assertEquals("text", Files.readString(Path.of(path.toUri())));
      assertEquals(joliet, FileSystems.getFileSystem(uri));
    }
  }

  @Test
  void closesWhatWasOpenedFromIt() throws IOException {
    SeekableByteChannel channel = Files.newByteChannel(image.getPath("/one"));
    Path path = image.getPath("/one");
    image.close();

    assertFalse(channel.isOpen());
    assertThrows(ClosedChannelException.class, () -> channel.read(ByteBuffer.allocate(1)));
    assertThrows(ClosedFileSystemException.class, () -> Files.size(path));
  }

  @Test
  void servesManyReadersOfWhomSomeAreInterrupted() throws Exception {
    try (ExecutorService readers = Executors.newFixedThreadPool(8)) {
      List<Callable<Boolean>> tasks =
          IntStream.range(0, 200).<Callable<Boolean>>mapToObj(i -> () -> reads(i)).toList();
      for (Future<Boolean> result : readers.invokeAll(tasks)) {
        assertTrue(result.get());
      }
    }
  }

  private boolean reads(int number) throws IOException {
    Path path = image.getPath("/etc/f" + number);
    if (number % 10 == 0) {
      Thread.currentThread().interrupt();
      try {
        Files.readAllBytes(path);
      } catch (ClosedChannelException e) {
        assertTrue(Thread.currentThread().isInterrupted());
      } finally {
        assertTrue(Thread.interrupted());
      }
      return true;
    }
    return Files.readString(path).equals("content " + number);
  }

  @Test
  void walksEverything() throws IOException {
    try (Stream<Path> walk = Files.walk(image.getPath("/"))) {
      assertEquals(300 + 8, walk.count());
    }
  }
}
