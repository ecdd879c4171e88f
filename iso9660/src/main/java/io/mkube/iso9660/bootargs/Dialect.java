package io.mkube.iso9660.bootargs;

import java.util.List;
import java.util.Optional;

/** Languages of boot menus. */
enum Dialect {
  SYSLINUX {
    @Override
    List<Splice> edits(String text, Arguments arguments) {
      return SyslinuxMenu.edits(text, arguments);
    }

    @Override
    List<String> included(String text) {
      return SyslinuxMenu.included(text);
    }
  },
  GRUB {
    @Override
    List<Splice> edits(String text, Arguments arguments) {
      return GrubMenu.edits(text, arguments);
    }

    @Override
    List<String> included(String text) {
      return GrubMenu.included(text);
    }
  },
  SYSTEMD_BOOT {
    @Override
    List<Splice> edits(String text, Arguments arguments) {
      return SystemdBootEntry.edits(text, arguments);
    }

    @Override
    List<String> included(String text) {
      return List.of();
    }
  };

  /** The changes that give every kernel its arguments; none if each has them. */
  abstract List<Splice> edits(String text, Arguments arguments);

  /** Files that a menu names to be read as menus too, as it spells them. */
  abstract List<String> included(String text);

  /**
   * The language of a menu; empty if it loads no kernel.
   *
   * @param path path in lower case
   */
  static Optional<Dialect> of(String path, String text) {
    if (path.contains("/loader/entries/")) {
      return SystemdBootEntry.isMenu(text) ? Optional.of(SYSTEMD_BOOT) : Optional.empty();
    }
    // A label of isolinux may name its kernel as a command of GRUB does; GRUB has no labels.
    if (SyslinuxMenu.isMenu(text)) {
      return Optional.of(SYSLINUX);
    }
    return GrubMenu.isMenu(text) ? Optional.of(GRUB) : Optional.empty();
  }
}
