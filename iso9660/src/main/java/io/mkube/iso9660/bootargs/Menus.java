package io.mkube.iso9660.bootargs;

import io.mkube.iso9660.content.ContentChannel;
import io.mkube.iso9660.directory.IsoEntry;
import io.mkube.iso9660.directory.Tree;
import io.mkube.iso9660.directory.TreeWalk;
import io.mkube.iso9660.esp.EspImages;
import io.mkube.iso9660.fat.FatEntry;
import io.mkube.iso9660.fat.FatVolume;
import io.mkube.iso9660.format.ImageSource;
import io.mkube.iso9660.volume.VolumeSet;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Finds the boot menus of an image: what is called as boot loaders call their configuration, and
 * what that includes by a plain path. For one image; not thread-safe.
 */
final class Menus {
  /** Menus are far smaller. */
  private static final long MAX_MENU = 1 << 20;

  /** Unified kernel images, of which systemd-boot makes entries (UAPI.1, type 2). */
  private static final Pattern UNIFIED =
      Pattern.compile("/efi/linux/[^/]+\\.efi", Pattern.CASE_INSENSITIVE);

  private final List<Menu> found = new ArrayList<>();
  private final List<String> sealed = new ArrayList<>();
  private final Set<String> seen = new HashSet<>();
  private final Deque<String> included = new ArrayDeque<>();

  private Menus() {}

  static Menus of(ImageSource image) throws IOException {
    Menus menus = new Menus();
    VolumeSet volumes = VolumeSet.read(image);
    Tree tree = Tree.of(image, volumes).getFirst();
    menus.search(image, tree);
    EspImages partitions = EspImages.of(image, volumes);
    for (int number = 1; number <= partitions.positions().size(); number++) {
      menus.search(partitions.volume(number), "esp" + number + ":");
    }
    return menus;
  }

  /** The menus. */
  List<Menu> found() {
    return found;
  }

  /** Programs that systemd-boot shows as entries and that hold their arguments inside. */
  List<String> sealed() {
    return sealed;
  }

  private void search(ImageSource image, Tree tree) throws IOException {
    TreeWalk walk = tree.walk(tree.root());
    for (Optional<IsoEntry> next = walk.next(); next.isPresent(); next = walk.next()) {
      String path = next.get().path();
      if (UNIFIED.matcher(path).matches()) {
        sealed.add(path);
      } else if (isMenuName(path)) {
        accept(image, next.get());
      }
    }
    while (!included.isEmpty()) {
      Optional<IsoEntry> entry = tree.find(included.removeFirst());
      if (entry.isPresent()) {
        accept(image, entry.get());
      }
    }
  }

  private void accept(ImageSource image, IsoEntry entry) throws IOException {
    if (entry.isFile() && entry.size() <= MAX_MENU && seen.add(entry.path())) {
      try (ContentChannel channel = ContentChannel.open(image, entry)) {
        accept(entry.path(), "", Channels.newInputStream(channel).readAllBytes());
      }
    }
  }

  private void search(FatVolume volume, String prefix) throws IOException {
    for (FatEntry entry : volume.all()) {
      if (UNIFIED.matcher(entry.path()).matches()) {
        sealed.add(prefix + entry.path());
      } else if (isMenuName(entry.path())) {
        accept(volume, entry, prefix);
      }
    }
    while (!included.isEmpty()) {
      Optional<FatEntry> entry = volume.find(included.removeFirst());
      if (entry.isPresent()) {
        accept(volume, entry.get(), prefix);
      }
    }
  }

  private void accept(FatVolume volume, FatEntry entry, String prefix) throws IOException {
    String path = prefix + entry.path();
    if (!entry.directory() && entry.size() <= MAX_MENU && seen.add(path)) {
      accept(entry.path(), prefix, volume.read(entry));
    }
  }

  private void accept(String path, String prefix, byte[] content) {
    String text = new String(content, StandardCharsets.ISO_8859_1);
    Optional<Dialect> dialect = Dialect.of(path.toLowerCase(Locale.ROOT), text);
    dialect.ifPresent(known -> found.add(new Menu(prefix + path, text, known)));
    // A file that loads nothing itself may still include others.
    for (String file : dialect.orElse(Dialect.SYSLINUX).included(text)) {
      resolve(path, file).ifPresent(included::add);
    }
  }

  /** The path that a menu means; empty if only the boot loader knows it. */
  private static Optional<String> resolve(String menu, String file) {
    String path = file.replaceFirst("^\\([^)]*\\)", "");
    String folder = menu.substring(0, menu.lastIndexOf('/') + 1);
    for (String variable : List.of("$prefix/", "${prefix}/")) {
      path = path.startsWith(variable) ? folder + path.substring(variable.length()) : path;
    }
    boolean unknown = path.isEmpty() || path.contains("$") || path.contains("..");
    return unknown ? Optional.empty() : Optional.of(path.startsWith("/") ? path : folder + path);
  }

  private static boolean isMenuName(String path) {
    String lower = path.toLowerCase(Locale.ROOT);
    return lower.endsWith(".cfg") || lower.endsWith(".conf");
  }
}
