package io.mkube.iso9660;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.mkube.iso9660.delta.Draft;
import io.mkube.iso9660.fat.FatEditor;
import io.mkube.iso9660.fat.FatVolume;
import io.mkube.iso9660.format.ImageSource;
import io.mkube.iso9660.format.MemorySource;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Edits file systems that mkfs.fat has made and lets mtools and fsck.fat judge. */
final class FatIT {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"12, 1440", "16, 20000", "32, 70000"})
  void replacesAFileWithOneThatIsLongerOrShorter(int bits, int kibibytes) throws Exception {
    Path disk = folder.resolve("disk.img");
    Programs.run("mkfs.fat", "-C", "-F", bits, disk, kibibytes);
    Path file = folder.resolve("grub.cfg");
    Files.writeString(file, "set timeout=5\n");
    Programs.run("mmd", "-i", disk, "::/EFI", "::/EFI/BOOT");
    Programs.run("mcopy", "-i", disk, file, "::/EFI/BOOT/grub configuration.cfg");
    String path = "/efi/boot/GRUB configuration.cfg";

    for (int length : new int[] {40_000, 513, 0, 9, 100_001}) {
      byte[] content = new byte[length];
      new Random(length).nextBytes(content);
      try (ImageSource source = ImageSource.open(disk);
          FileChannel target = FileChannel.open(disk, StandardOpenOption.WRITE)) {
        Draft draft = new Draft(source);
        FatEditor.open(draft, 0, Instant.EPOCH).replace(path, new MemorySource(content));
        assertArrayEquals(content, FatVolume.open(draft, 0).read(path));
        draft.delta().applyTo(target);
      }
      Path copy = folder.resolve("copy" + length);
      Programs.run("mcopy", "-i", disk, "::/EFI/BOOT/grub configuration.cfg", copy);
      assertArrayEquals(content, Files.readAllBytes(copy));
      Programs.run("fsck.fat", "-n", disk);
    }
  }

  @ParameterizedTest
  @CsvSource({"12, 1440"})
  void saysHowMuchRoomIsMissing(int bits, int kibibytes) throws Exception {
    Path disk = folder.resolve("disk.img");
    Programs.run("mkfs.fat", "-C", "-F", bits, disk, kibibytes);
    Path file = folder.resolve("a");
    Files.writeString(file, "a", StandardCharsets.US_ASCII);
    Programs.run("mcopy", "-i", disk, file, "::/a");
    try (ImageSource source = ImageSource.open(disk)) {
      Draft draft = new Draft(source);
      FileSystemException refusal =
          assertThrows(
              FileSystemException.class,
              () ->
                  FatEditor.open(draft, 0, Instant.EPOCH)
                      .replace("/a", new MemorySource(new byte[2_000_000])));
      assertEquals("/a", refusal.getFile());
      assertEquals(true, draft.delta().isEmpty());
    }
  }
}
