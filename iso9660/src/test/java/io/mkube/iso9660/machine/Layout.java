package io.mkube.iso9660.machine;

import io.mkube.iso9660.Programs;
import io.mkube.iso9660.machine.Machine.Firmware;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** How distributions lay their images out. Each boots Debian's kernel with {@code from=PLACE}. */
enum Layout {
  /** Debian, Alpine: isolinux, an EFI partition that is a file, MBR and GPT by isohybrid. */
  ISOLINUX {
    @Override
    void build(Path folder, Path tree, Path image) throws Exception {
      Path isolinux = Files.createDirectories(tree.resolve("isolinux"));
      Files.copy(Path.of("/usr/lib/ISOLINUX/isolinux.bin"), isolinux.resolve("isolinux.bin"));
      Path modules = Path.of("/usr/lib/syslinux/modules/bios");
      Files.copy(modules.resolve("ldlinux.c32"), isolinux.resolve("ldlinux.c32"));
      Files.writeString(
          isolinux.resolve("isolinux.cfg"),
          "DEFAULT a\nPROMPT 0\nLABEL a\n  KERNEL /linux\n  APPEND from=isolinux\n");
      grubEsp(folder, tree.resolve("efi.img"));
      mkisofs(
          image,
          tree,
          List.of("-b", "isolinux/isolinux.bin", "-c", "isolinux/boot.cat"),
          List.of("-no-emul-boot", "-boot-load-size", "4", "-boot-info-table"),
          List.of("-isohybrid-mbr", "/usr/lib/ISOLINUX/isohdpfx.bin"),
          List.of("-eltorito-alt-boot", "-e", "efi.img", "-no-emul-boot"),
          List.of("-isohybrid-gpt-basdat"));
    }
  },
  /** grub-mkrescue: MBR, GPT, APM and HFS+ at once. */
  GRUB_MKRESCUE {
    @Override
    void build(Path folder, Path tree, Path image) throws Exception {
      Path menu = Files.createDirectories(tree.resolve("boot/grub")).resolve("grub.cfg");
      Files.writeString(menu, "linux /linux from=grub\nboot\n");
      Programs.run("grub-mkrescue", "-o", image, tree);
    }
  },
  /** Fedora, Ubuntu: GRUB, an appended EFI partition, a first partition that mounts alone. */
  APPENDED_ESP {
    @Override
    void build(Path folder, Path tree, Path image) throws Exception {
      Path grub = Files.createDirectories(tree.resolve("boot/grub"));
      Files.writeString(grub.resolve("grub.cfg"), "linux /linux from=grub\nboot\n");
      Programs.run(
          words(
              List.of("grub-mkimage", "-O", "i386-pc-eltorito", "-p", "/boot/grub"),
              List.of("-o", grub.resolve("eltorito.img")),
              List.of("biosdisk", "iso9660", "normal", "linux")));
      Path esp = grubEsp(folder, folder.resolve("efi.img"));
      mkisofs(
          image,
          tree,
          List.of("-b", "boot/grub/eltorito.img", "-c", "boot.cat", "-no-emul-boot"),
          List.of("-boot-load-size", "4", "-boot-info-table", "--grub2-boot-info"),
          List.of("--grub2-mbr", "/usr/lib/grub/i386-pc/boot_hybrid.img"),
          List.of("-partition_offset", "16", "-append_partition", "2", "0xef", esp),
          List.of("-appended_part_as_gpt", "-eltorito-alt-boot"),
          List.of("-e", "--interval:appended_partition_2:all::", "-no-emul-boot"));
    }
  },
  /** systemd-boot: kernel and entries lie in the EFI partition only. */
  SYSTEMD_BOOT {
    @Override
    void build(Path folder, Path tree, Path image) throws Exception {
      Path loader = folder.resolve("loader.conf");
      Files.writeString(loader, "timeout 0\ndefault a.conf\n");
      Path entry = folder.resolve("a.conf");
      Files.writeString(entry, "title a\nlinux /linux\noptions from=systemd\n");
      Path esp = fat(folder.resolve("efi.img"), "24M");
      Programs.run("mmd", "-i", esp, "::EFI", "::EFI/BOOT", "::loader", "::loader/entries");
      Path program = Path.of("/usr/lib/systemd/boot/efi/systemd-bootx64.efi");
      Programs.run("mcopy", "-i", esp, program, "::EFI/BOOT/BOOTX64.EFI");
      Programs.run("mcopy", "-i", esp, loader, "::loader/loader.conf");
      Programs.run("mcopy", "-i", esp, entry, "::loader/entries/a.conf");
      Programs.run("mcopy", "-i", esp, KERNEL, "::linux");
      mkisofs(
          image,
          tree,
          List.of("-append_partition", "2", "0xef", esp, "-appended_part_as_gpt"),
          List.of("-c", "boot.cat", "-e", "--interval:appended_partition_2:all::"),
          List.of("-no-emul-boot"));
    }
  };

  /** Debian's kernel, of the package debian-installer-12-netboot-amd64. */
  static final Path KERNEL =
      Path.of("/usr/lib/debian-installer/images/12/amd64/text/debian-installer/amd64/linux");

  /** Firmwares that can start it. */
  Set<Firmware> firmwares() {
    return this == SYSTEMD_BOOT ? Set.of(Firmware.UEFI) : Set.of(Firmware.values());
  }

  /** Makes the image in an empty folder. */
  Path make(Path folder) throws Exception {
    Path tree = Files.createDirectories(folder.resolve("tree"));
    Files.copy(KERNEL, tree.resolve("linux"));
    Path image = folder.resolve("base.iso");
    build(folder, tree, image);
    return image;
  }

  abstract void build(Path folder, Path tree, Path image) throws Exception;

  /** An EFI partition with GRUB and a menu of its own. */
  private static Path grubEsp(Path folder, Path esp) throws Exception {
    Path program = folder.resolve("bootx64.efi");
    Programs.run(
        words(
            List.of("grub-mkimage", "-O", "x86_64-efi", "-p", "/EFI/BOOT", "-o", program),
            List.of("part_gpt", "part_msdos", "fat", "iso9660", "normal", "linux"),
            List.of("search", "search_fs_file", "configfile")));
    Path menu = folder.resolve("grub.cfg");
    Files.writeString(
        menu, "search --no-floppy --set=root --file /linux\nlinux /linux from=esp\nboot\n");
    Path tree = Files.createDirectories(folder.resolve("tree/EFI/BOOT"));
    // GRUB takes the CD for the home of a program that came from an El Torito image.
    Files.copy(menu, tree.resolve("grub.cfg"));
    fat(esp, "4M");
    Programs.run("mmd", "-i", esp, "::EFI", "::EFI/BOOT");
    Programs.run("mcopy", "-i", esp, program, "::EFI/BOOT/BOOTX64.EFI");
    Programs.run("mcopy", "-i", esp, menu, "::EFI/BOOT/grub.cfg");
    return esp;
  }

  private static Path fat(Path image, String size) throws Exception {
    Programs.run("truncate", "-s", size, image);
    Programs.run("mkfs.fat", image);
    return image;
  }

  private static void mkisofs(Path image, Path tree, List<?>... options) throws Exception {
    List<Object> command = new ArrayList<>();
    command.addAll(List.of("xorriso", "-as", "mkisofs", "-quiet", "-R", "-J", "-o", image));
    command.addAll(List.of(words(options)));
    command.add(tree);
    Programs.run(command.toArray());
  }

  private static Object[] words(List<?>... parts) {
    List<Object> words = new ArrayList<>();
    for (List<?> part : parts) {
      words.addAll(part);
    }
    return words.toArray();
  }
}
