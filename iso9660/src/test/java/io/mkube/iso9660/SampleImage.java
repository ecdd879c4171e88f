package io.mkube.iso9660;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mkube.iso9660.esp.EspImages;
import io.mkube.iso9660.format.ImageSource;
import io.mkube.iso9660.volume.VolumeSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Images as they are made in the field, small. */
enum SampleImage {
  /** Neither Rock Ridge nor Joliet. */
  PLAIN {
    @Override
    void make(Path tree, Path image, Path folder) throws Exception {
      genisoimage(image, tree, "-iso-level", "2");
    }
  },
  /** Joliet without Rock Ridge. */
  JOLIET {
    @Override
    void make(Path tree, Path image, Path folder) throws Exception {
      genisoimage(image, tree, "-J", "-joliet-long");
    }
  },
  /** Rock Ridge, Joliet and an enhanced descriptor. */
  LEVEL_4 {
    @Override
    void make(Path tree, Path image, Path folder) throws Exception {
      genisoimage(image, tree, "-iso-level", "4", "-J", "-R");
    }
  },
  /** isolinux, as a disk too. */
  ISOHYBRID {
    @Override
    void make(Path tree, Path image, Path folder) throws Exception {
      List<String> options = new ArrayList<>(List.of("-J", "-R"));
      options.addAll(ISOLINUX);
      options.addAll(List.of("-eltorito-alt-boot", "-e", "esp.img", "-no-emul-boot"));
      genisoimage(image, tree, options.toArray(String[]::new));
      Programs.run("isohybrid", "--uefi", image);
    }
  },
  /** What grub-mkrescue makes: GPT, Apple partition map and HFS+. */
  GRUB {
    @Override
    void make(Path tree, Path image, Path folder) throws Exception {
      Programs.run(
          "grub-mkrescue",
          "--install-modules=linux normal iso9660 search",
          "--locales=",
          "--themes=",
          "--fonts=",
          "-o",
          image,
          tree);
    }
  },
  /** A partition that can be mounted alone, and an EFI partition behind it. */
  TWIN {
    @Override
    void make(Path tree, Path image, Path folder) throws Exception {
      List<Object> command = new ArrayList<>(List.of("xorriso", "-as", "mkisofs", "-quiet"));
      command.addAll(List.of("-R", "-J", "-partition_offset", "16"));
      command.addAll(ISOLINUX);
      command.addAll(List.of("-appended_part_as_gpt", "-append_partition", "2"));
      command.addAll(List.of("0xef", tree.resolve("esp.img"), "-eltorito-alt-boot"));
      command.addAll(List.of("-e", "--interval:appended_partition_2:all::", "-no-emul-boot"));
      command.addAll(List.of("-isohybrid-mbr", "/usr/lib/ISOLINUX/isohdpfx.bin"));
      command.addAll(List.of("-isohybrid-gpt-basdat", "-o", image, tree));
      Programs.run(command.toArray());
    }

    @Override
    void judge(EditedMap map, Path base, Path target, Path folder) throws Exception {
      super.judge(map, base, target, folder);
      PatchLayoutsIT.assertTwin(map, target, folder);
    }
  },
  /** Directories deeper than eight, relocated by genisoimage. */
  DEEP {
    @Override
    void make(Path tree, Path image, Path folder) throws Exception {
      Path deep = Files.createDirectories(tree.resolve("a/b/c/d/e/f/g/h/i/j"));
      Files.writeString(deep.resolve("leaf"), "deep");
      Files.writeString(deep.resolveSibling("above"), "less deep");
      genisoimage(image, tree, "-R");
    }
  },
  /** Two sessions: the tree of the second one counts. */
  MULTI {
    @Override
    void make(Path tree, Path image, Path folder) throws Exception {
      Programs.run("xorriso", "-outdev", image, "-joliet", "on", "-md5", "on", "-map", tree, "/");
      Path more = Files.writeString(folder.resolve("more"), "second session");
      Programs.run("xorriso", "-dev", image, "-joliet", "on", "-map", more, "/more");
    }
  };

  private static final List<String> ISOLINUX =
      List.of(
          "-b",
          "isolinux/isolinux.bin",
          "-c",
          "isolinux/boot.cat",
          "-no-emul-boot",
          "-boot-load-size",
          "4",
          "-boot-info-table");

  abstract void make(Path tree, Path image, Path folder) throws Exception;

  /** Makes the image in a folder. */
  Path build(Path folder) throws Exception {
    Path tree = Files.createDirectories(folder.resolve("tree"));
    Random random = new Random(1);
    for (int i = 0; i < 30; i++) {
      Path directory = Files.createDirectories(tree.resolve("dir" + i % 3));
      byte[] content = new byte[i * 300];
      random.nextBytes(content);
      Files.write(directory.resolve("file" + i + ".txt"), content);
    }
    Files.createDirectories(tree.resolve("isolinux"));
    Files.copy(Path.of("/usr/lib/ISOLINUX/isolinux.bin"), tree.resolve("isolinux/isolinux.bin"));
    Programs.run("mkfs.fat", "-C", tree.resolve("esp.img"), "1440");
    Path config = Files.writeString(folder.resolve("grub.cfg"), "linux /vmlinuz\n");
    Programs.run("mcopy", "-i", tree.resolve("esp.img"), config, "::grub.cfg");
    Path image = folder.resolve("base.iso");
    make(tree, image, folder);
    return image;
  }

  /** Files that must stay. */
  Set<String> bootFiles() {
    return Set.of(
        "/isolinux/isolinux.bin",
        "/isolinux/boot.cat",
        "/ISOLINUX/ISOLINUX.BIN",
        "/ISOLINUX/BOOT.CAT",
        "/esp.img",
        "/ESP.IMG",
        "/efi.img",
        "/boot.catalog",
        "/System/Library/CoreServices/boot.efi",
        "/boot/grub/i386-pc/eltorito.img");
  }

  /** Has other programs read a patched image. */
  void judge(EditedMap map, Path base, Path target, Path folder) throws Exception {
    Path seven = folder.resolve("seven");
    if (this != DEEP) { // 7-Zip shows what Rock Ridge has moved where it is stored
      Programs.run("7z", "x", "-y", "-snld", "-o" + seven, target);
      if (this != LEVEL_4) {
        map.assertExtracted(seven);
      }
    }
    Programs.run("isoinfo", "-l", "-i", target);
    if (this == PLAIN || this == JOLIET) {
      return;
    }
    Path out = folder.resolve("out");
    Programs.run("xorriso", "-osirrox", "on", "-indev", target, "-extract", "/", out);
    Programs.run("chmod", "-R", "u+rwX", out);
    map.assertExtracted(out);
    if (this != MULTI) {
      Path tar = Files.createDirectories(folder.resolve("tar"));
      Programs.run("bsdtar", "-C", tar, "-xf", target);
      Programs.run("chmod", "-R", "u+rwX", tar);
      map.assertExtracted(tar);
    }
    assertEquals(bootReport(base), bootReport(target));
    assertArrayEquals(partitionFile(base), partitionFile(target));
  }

  /** What xorriso says of the boot images, without the places that may have moved. */
  private static List<String> bootReport(Path image) throws Exception {
    String report = Programs.run("xorriso", "-indev", image, "-report_el_torito", "plain");
    return report
        .lines()
        .filter(line -> line.startsWith("El Torito"))
        .map(line -> line.startsWith("El Torito boot img") ? line.replaceAll("\\d+$", "") : line)
        .map(line -> line.startsWith("El Torito catalog") ? "catalog" : line)
        .toList();
  }

  private static byte[] partitionFile(Path image) throws IOException {
    try (ImageSource source = ImageSource.open(image)) {
      EspImages partitions = EspImages.of(source, VolumeSet.read(source));
      return partitions.positions().isEmpty()
          ? new byte[0]
          : Arrays.copyOf(
              source.bytes(partitions.positions().getFirst(), 1 << 20, "test").copy(), 1 << 20);
    }
  }

  private static void genisoimage(Path image, Path tree, String... options) throws Exception {
    List<Object> command = new ArrayList<>(List.of("genisoimage", "-quiet"));
    command.addAll(List.of(options));
    command.addAll(List.of("-o", image, tree));
    Programs.run(command.toArray());
  }
}
