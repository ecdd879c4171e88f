package io.mkube.iso9660.bootargs;

import io.mkube.iso9660.content.ContentChannel;
import io.mkube.iso9660.directory.IsoEntry;
import io.mkube.iso9660.directory.Tree;
import io.mkube.iso9660.directory.TreeWalk;
import io.mkube.iso9660.esp.EspImages;
import io.mkube.iso9660.fat.FatEntry;
import io.mkube.iso9660.format.ImageSource;
import io.mkube.iso9660.volume.VolumeSet;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Gives arguments to every kernel that an image boots: in the menus of GRUB, isolinux and
 * systemd-boot, in the tree and in the EFI partitions. What a kernel has already it does not get
 * again, so that doing it twice is doing it once.
 */
public final class KernelArguments {
  /** Menus are far smaller. */
  private static final long MAX_MENU = 1 << 20;

  private KernelArguments() {}

  /**
   * A menu that changes.
   *
   * @param path path in the image, in an EFI partition as {@code esp1:/…}
   * @param content new content
   * @param diff the change as a unified diff
   */
  public record Change(String path, byte[] content, String diff) {}

  /** The words of a line of arguments. */
  public static List<String> words(String arguments) {
    return Arrays.stream(arguments.trim().split("\\s+", -1)).filter(w -> !w.isEmpty()).toList();
  }

  /**
   * The menus that lack arguments, with them; empty if none does.
   *
   * @param arguments words, such as {@code console=ttyS0,115200}
   */
  public static List<Change> plan(ImageSource image, List<String> arguments) throws IOException {
    List<Change> changes = new ArrayList<>();
    for (Menu menu : menus(image)) {
      change(menu, arguments).ifPresent(changes::add);
    }
    return changes;
  }

  /** Whether an image has a boot menu at all. */
  public static boolean hasMenu(ImageSource image) throws IOException {
    return !menus(image).isEmpty();
  }

  private static List<Menu> menus(ImageSource image) throws IOException {
    List<Menu> menus = new ArrayList<>();
    VolumeSet volumes = VolumeSet.read(image);
    Tree tree = Tree.of(image, volumes).getFirst();
    TreeWalk walk = tree.walk(tree.root());
    for (Optional<IsoEntry> next = walk.next(); next.isPresent(); next = walk.next()) {
      IsoEntry entry = next.get();
      if (entry.isFile() && entry.size() <= MAX_MENU && isMenuName(entry.path())) {
        try (ContentChannel channel = ContentChannel.open(image, entry)) {
          byte[] content = Channels.newInputStream(channel).readAllBytes();
          Menu.of(entry.path(), content).ifPresent(menus::add);
        }
      }
    }
    EspImages partitions = EspImages.of(image, volumes);
    for (int number = 1; number <= partitions.positions().size(); number++) {
      for (FatEntry entry : partitions.volume(number).all()) {
        if (!entry.directory() && entry.size() <= MAX_MENU && isMenuName(entry.path())) {
          byte[] content = partitions.volume(number).read(entry);
          Menu.of("esp" + number + ":" + entry.path(), content).ifPresent(menus::add);
        }
      }
    }
    return menus;
  }

  /** A menu: bytes are kept whatever their encoding, as Latin-1 maps each to one character. */
  private record Menu(String path, String text, Dialect dialect) {
    static Optional<Menu> of(String path, byte[] content) {
      String text = new String(content, StandardCharsets.ISO_8859_1);
      return Dialect.of(path, text).map(dialect -> new Menu(path, text, dialect));
    }
  }

  private static boolean isMenuName(String path) {
    String lower = path.toLowerCase(Locale.ROOT);
    return lower.endsWith(".cfg") || lower.endsWith(".conf");
  }

  private static Optional<Change> change(Menu menu, List<String> arguments) {
    List<String> bytes =
        arguments.stream()
            .map(a -> new String(a.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1))
            .toList();
    List<BootMenu.LineEdit> edits = BootMenu.edits(menu.dialect(), menu.text(), bytes);
    if (edits.isEmpty()) {
      return Optional.empty();
    }
    String diff = BootMenu.diff(menu.path(), menu.text(), edits);
    return Optional.of(
        new Change(
            menu.path(),
            BootMenu.apply(menu.text(), edits).getBytes(StandardCharsets.ISO_8859_1),
            new String(diff.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8)));
  }
}
