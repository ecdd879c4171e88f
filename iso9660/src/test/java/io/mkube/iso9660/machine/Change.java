package io.mkube.iso9660.machine;

import io.mkube.iso9660.Programs;
import io.mkube.iso9660.cli.Cli;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a patch does to an image beside giving arguments to kernels. */
enum Change {
  /** Menus fit where they were. */
  IN_PLACE {
    @Override
    List<String> options(Path folder, Layout layout) {
      return List.of();
    }
  },
  /** A menu outgrows its place and moves into the padding. */
  MOVED {
    @Override
    List<String> options(Path folder, Layout layout) throws Exception {
      return longerMenus(folder, layout, 5_000);
    }
  },
  /** The image grows behind everything that a table names. */
  GROWN {
    @Override
    List<String> options(Path folder, Layout layout) throws Exception {
      Path file = folder.resolve("large");
      Programs.run("truncate", "-s", "6M", file);
      List<String> options = new ArrayList<>(longerMenus(folder, layout, 20_000));
      options.addAll(List.of("--add", "/large=" + file));
      return options;
    }
  };

  abstract List<String> options(Path folder, Layout layout) throws Exception;

  private static List<String> longerMenus(Path folder, Layout layout, int bytes) throws Exception {
    List<String> options = new ArrayList<>();
    for (String menu : menus(layout)) {
      Path longer = Files.createTempFile(folder, "menu", ".cfg");
      Files.write(longer, Cli.succeed("cat", folder.resolve("base.iso"), menu).bytes());
      String comment = "# " + "-".repeat(70) + "\n";
      Files.writeString(
          longer, comment.repeat(bytes / comment.length()) + Files.readString(longer));
      options.addAll(List.of("--replace", menu + "=" + longer));
    }
    return options;
  }

  private static List<String> menus(Layout layout) {
    return switch (layout) {
      case ISOLINUX ->
          List.of("/isolinux/isolinux.cfg", "/EFI/BOOT/grub.cfg", "esp:/EFI/BOOT/grub.cfg");
      case GRUB_MKRESCUE -> List.of("/boot/grub/grub.cfg");
      case APPENDED_ESP ->
          List.of("/boot/grub/grub.cfg", "/EFI/BOOT/grub.cfg", "esp:/EFI/BOOT/grub.cfg");
      case SYSTEMD_BOOT -> List.of("esp:/loader/entries/a.conf");
    };
  }
}
