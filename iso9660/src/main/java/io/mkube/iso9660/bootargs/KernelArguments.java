package io.mkube.iso9660.bootargs;

import io.mkube.iso9660.format.ImageSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Gives arguments to every kernel that an image boots: in the menus of GRUB, isolinux and
 * systemd-boot, in the tree and in the EFI partitions. What a kernel has already it does not get
 * again, so that doing it twice is doing it once; another value of the same name is replaced,
 * unless the name is one that may stand there several times, such as {@code console} with another
 * device. CoreOS images keep room for arguments in their menus, which is used where it is.
 */
public final class KernelArguments {
  private KernelArguments() {}

  /**
   * A menu that changes.
   *
   * @param path path in the image, in an EFI partition as {@code esp1:/…}
   * @param content new content
   * @param diff the change as a unified diff
   */
  public record Change(String path, byte[] content, String diff) {}

  /**
   * The words of a line of arguments, as the kernel splits it: blanks inside double quotes belong
   * to their word, and so do the quotes.
   */
  public static List<String> words(String arguments) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < arguments.length(); i++) {
      char c = arguments.charAt(i);
      quoted ^= c == '"';
      if (!Character.isWhitespace(c) || quoted) {
        word.append(c);
      } else if (!word.isEmpty()) {
        words.add(word.toString());
        word.setLength(0);
      }
    }
    if (!word.isEmpty()) {
      words.add(word.toString());
    }
    return words;
  }

  /**
   * The menus that lack arguments, with them; empty if none does.
   *
   * @param arguments words, such as {@code console=ttyS0,115200}
   * @throws FileSystemException if a menu has no room for them
   */
  public static List<Change> plan(ImageSource image, List<String> arguments) throws IOException {
    List<Change> changes = new ArrayList<>();
    for (Menu menu : Menus.of(image).found()) {
      change(menu, arguments).ifPresent(changes::add);
    }
    return changes;
  }

  /** Whether an image has a boot menu at all. */
  public static boolean hasMenu(ImageSource image) throws IOException {
    return !Menus.of(image).found().isEmpty();
  }

  /**
   * Paths of kernels that hold their arguments inside and are booted without a menu that could give
   * them others: unified kernel images in {@code /EFI/Linux}, which are signed as a whole.
   */
  public static List<String> sealed(ImageSource image) throws IOException {
    return Menus.of(image).sealed();
  }

  private static Optional<Change> change(Menu menu, List<String> words) throws IOException {
    // The text of a menu is one character for each of its bytes, whatever its encoding is.
    Arguments arguments =
        new Arguments(
            words.stream()
                .map(
                    w ->
                        new String(w.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1))
                .toList());
    String text = menu.text();
    List<Splice> splices = menu.dialect().edits(text, arguments);
    if (splices.isEmpty()) {
      return Optional.empty();
    }
    try {
      splices = EmbedArea.keepLength(text, splices);
    } catch (IllegalArgumentException e) {
      throw new FileSystemException(menu.path(), null, e.getMessage());
    }
    String diff = UnifiedDiff.of(menu.path(), text, splices);
    return Optional.of(
        new Change(
            menu.path(),
            Splice.apply(text, splices).getBytes(StandardCharsets.ISO_8859_1),
            new String(diff.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8)));
  }
}
