package io.mkube.iso9660.hostile;

import io.mkube.iso9660.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Small images that have a bit of everything. */
final class SampleImages {
  private SampleImages() {}

  /** Rock Ridge, Joliet, an enhanced tree, two boot images, FAT, GPT, compressed files. */
  static Path make(Path folder) throws IOException, InterruptedException {
    Path tree = Files.createDirectories(folder.resolve("tree/boot")).getParent();
    Files.writeString(tree.resolve("boot/grub.cfg"), "menuentry x {\n linux /vmlinuz quiet\n}\n");
    Files.write(tree.resolve("boot/loader.bin"), new byte[2100]);
    Files.createDirectories(tree.resolve("etc/deep/deeper"));
    Files.writeString(tree.resolve("etc/deep/file"), "text".repeat(2000));
    for (int i = 0; i < 5; i++) {
      Files.writeString(tree.resolve("etc/file" + i), "content " + i);
    }
    Files.writeString(tree.resolve("etc/" + "long".repeat(60)), "long");
    Files.createSymbolicLink(tree.resolve("link"), Path.of("etc/../etc/" + "deep/".repeat(50)));
    Path esp = folder.resolve("esp.img");
    Programs.run("mkfs.fat", "-C", "-F", "12", esp, "64");
    Programs.run("mmd", "-i", esp, "::/EFI", "::/EFI/BOOT");
    Programs.run("mcopy", "-i", esp, tree.resolve("boot/grub.cfg"), "::/EFI/BOOT/grub.cfg");
    Path file = folder.resolve("sample.iso");
    Programs.run(
        "xorriso",
        "-as",
        "mkisofs",
        "-quiet",
        "-R",
        "-J",
        "-iso-level",
        "4",
        "-no-pad",
        "-b",
        "boot/loader.bin",
        "-no-emul-boot",
        "-boot-load-size",
        "4",
        "-boot-info-table",
        "-partition_offset",
        "16",
        "-append_partition",
        "2",
        "0xef",
        esp,
        "-appended_part_as_gpt",
        "-eltorito-alt-boot",
        "-e",
        "--interval:appended_partition_2:all::",
        "-no-emul-boot",
        "-z",
        "-o",
        file,
        tree);
    return file;
  }

  /** What genisoimage writes otherwise: older Rock Ridge and moved directories. */
  static Path makeMoved(Path folder) throws IOException, InterruptedException {
    Path tree = folder.resolve("moved");
    Files.createDirectories(tree.resolve("a/b/c/d/e/f/g/h/i/j"));
    Files.writeString(tree.resolve("a/b/c/d/e/f/g/h/i/j/leaf"), "leaf");
    Files.createDirectories(tree.resolve("boot"));
    Files.writeString(tree.resolve("boot/grub.cfg"), "set timeout=1\n");
    Path file = folder.resolve("moved.iso");
    Programs.run("genisoimage", "-quiet", "-R", "-J", "-no-pad", "-o", file, tree);
    return file;
  }
}
