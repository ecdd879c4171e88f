package io.mkube.iso9660;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images through {@code java.nio.file}. */
final class FileSystemIT {
  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void makeImage() throws Exception {
    Path tree = Files.createDirectories(folder.resolve("tree/boot/grub"));
    Files.writeString(tree.resolve("grub.cfg"), "linux /vmlinuz\n");
    Files.setPosixFilePermissions(
        tree.resolve("grub.cfg"), PosixFilePermissions.fromString("rw-r-x--x"));
    Files.createSymbolicLink(folder.resolve("tree/link"), Path.of("boot/../boot/grub"));
    Files.createSymbolicLink(folder.resolve("tree/loop"), Path.of("/loop"));
    file = folder.resolve("image with spaces.iso");
    Programs.run(
        "xorriso", "-as", "mkisofs", "-quiet", "-R", "-J", "-o", file, folder.resolve("tree"));
  }

  @Test
  void readsFilesLinksAndAttributes() throws Exception {
    try (FileSystem image = FileSystems.newFileSystem(file)) {
      Path config = image.getPath("/link/grub.cfg");
      assertEquals("linux /vmlinuz\n", Files.readString(config));
      assertEquals("/boot/grub/grub.cfg", config.toRealPath().toString());
      assertEquals(
          "rw-r-x--x", PosixFilePermissions.toString(Files.getPosixFilePermissions(config)));
      assertTrue(Files.isSymbolicLink(image.getPath("/link")));
      assertEquals("boot/../boot/grub", Files.readSymbolicLink(image.getPath("/link")).toString());
      assertEquals(15L, Files.getAttribute(config, "size"));
      assertEquals(false, Files.getAttribute(config, "iso:hidden"));
      try (Stream<Path> walk = Files.walk(image.getPath("/"))) {
        assertEquals(
            List.of("/", "/boot", "/boot/grub", "/boot/grub/grub.cfg", "/link", "/loop"),
            walk.map(Path::toString).toList());
      }
      Path copy = folder.resolve("copy");
      Files.copy(config, copy);
      assertEquals("linux /vmlinuz\n", Files.readString(copy));
    }
  }

  @Test
  void showsTheTreeThatIsAskedForByUri() throws Exception {
    URI uri = URI.create("iso9660:" + file.toUri());
    try (FileSystem image = FileSystems.newFileSystem(uri, Map.of("view", "plain"))) {
      Path path = image.getPath("BOOT", "GRUB", "GRUB.CFG");
      assertEquals("linux /vmlinuz\n", Files.readString(path));
      assertEquals(path.toAbsolutePath(), Path.of(path.toUri()));
    }
  }

  @Test
  void refusesToWriteAndToLeaveTheImage() throws Exception {
    try (FileSystem image = FileSystems.newFileSystem(file)) {
      assertThrows(
          ReadOnlyFileSystemException.class,
          () -> Files.writeString(image.getPath("/new"), "text"));
      assertThrows(NoSuchFileException.class, () -> Files.size(image.getPath("/../etc/passwd")));
      assertTrue(Files.exists(image.getPath("/loop"), LinkOption.NOFOLLOW_LINKS));
      assertEquals(false, Files.exists(image.getPath("/loop")));
    }
  }
}
