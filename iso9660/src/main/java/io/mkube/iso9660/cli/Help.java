package io.mkube.iso9660.cli;

import java.util.List;

/** What {@code --help} prints. */
final class Help {
  static final List<String> COMMANDS = List.of("ls", "cat", "info", "verify", "patch");

  private static final String OVERVIEW =
      """
      Usage: mkube iso COMMAND
      Lists, reads, checks and patches ISO 9660 images.

        mkube iso ls [-R] [--json] FILE [PATH]   list a directory
        mkube iso cat FILE PATH                  write a file to standard output
        mkube iso info [--json] FILE             volume, trees, boot entries, partitions, checksums
        mkube iso verify FILE                    check the structures
        mkube iso patch BASE TARGET OPTIONS      make a changed copy; BASE is only read

      A path inside an EFI partition is written esp:/EFI/BOOT/grub.cfg. With several of them,
      esp2: is the second one that info shows, and esp: means all that hold the path.

      Exit codes: 0 done, 1 failed, refused or broken, 2 wrong arguments.
      'mkube iso COMMAND --help' tells more and shows examples.
      """;

  private static final String LS =
      """
      Usage: mkube iso ls [-R] [--json] FILE [PATH]
      Lists a directory of the image, its root if PATH is not given. Columns: mode, links, owner,
      group, bytes, time (UTC), name. Control characters in names are shown as \\n, \\x1b.

        -R       with everything below it, by path
        --json   an array of objects: path, type, mode, links, uid, gid, size, modified, target

      Examples:
        mkube iso ls debian.iso
        mkube iso ls -R debian.iso /boot
        mkube iso ls -R fedora.iso esp:/
        mkube iso ls -R --json debian.iso | jq -r '.[] | select(.size > 1e8) | .path'
      """;

  private static final String CAT =
      """
      Usage: mkube iso cat FILE PATH
      Writes the content of a file to standard output. Symbolic links are followed inside the image;
      what is compressed in the image (zisofs) is written as it was before. Of several EFI
      partitions that hold an esp: path, the first is read.

      Examples:
        mkube iso cat debian.iso /boot/grub/grub.cfg
        mkube iso cat fedora.iso esp:/EFI/BOOT/grub.cfg
        mkube iso cat debian.iso /install.amd/vmlinuz > vmlinuz
      """;

  private static final String INFO =
      """
      Usage: mkube iso info [--json] FILE
      Shows what the image is: its volume, its trees (the first is the one that ls shows), what
      machines boot from it, its partitions, its EFI partitions with the names they have in paths,
      its checksums, and what is unusual about it.

        --json   one object: volume, trees, boot, partitions, efiPartitions, implantedMd5,
                 suseSums, checksumLists, unusual

      Examples:
        mkube iso info debian.iso
        mkube iso info --json debian.iso | jq -r .volume.identifier
      """;

  private static final String VERIFY =
      """
      Usage: mkube iso verify FILE
      Checks the structures of the image and an implanted MD5. Each finding is a line with its
      sector and the clause that is broken. Warnings alone do not make it fail.

      Exit codes: 0 no errors, 1 errors, 2 wrong arguments.

      Examples:
        mkube iso verify debian.iso
        mkube iso verify derived.iso || echo broken
      """;

  private static final String PATCH =
      """
      Usage: mkube iso patch BASE TARGET OPTIONS
      Makes a changed copy that still boots. BASE is only read; TARGET is written beside its place,
      checked, and moved into place when it is whole. An existing TARGET is replaced.

        --replace ISOPATH=FILE   new content of a file that is there
        --add ISOPATH=FILE       a new file in a directory that is there
        --mkdir ISOPATH          a new directory
        --delete ISOPATH         a file, or a directory with all in it, goes
        --kernel-args "ARGS"     arguments for every kernel in every boot menu that lacks them;
                                 what only installers know goes before --- where that is
        --renew-sums             makes md5sum.txt, SHA256SUMS and the like in the image true again
        --implant-md5            adds the checksum that installers check; one that is there is
                                 computed anew without being asked
        --no-md5                 removes that checksum
        --dry-run                prints what would change, writes nothing
        --fsync                  waits until TARGET is on the disk

      Changes are made in the order in which they are given, then the kernel arguments, then the
      sums. All of them are made or none.

      Examples:
        mkube iso patch debian.iso serial.iso --kernel-args "console=ttyS0,115200" --dry-run
        mkube iso patch fedora.iso node.iso --add /ks.cfg=node.cfg --kernel-args "inst.ks=cdrom:/ks.cfg"
        mkube iso patch fedora.iso other.iso --replace esp:/EFI/BOOT/grub.cfg=grub.cfg
      """;

  private Help() {}

  static String overview() {
    return OVERVIEW;
  }

  /** The help of a command; the overview if it is none. */
  static String of(String command) {
    return switch (command) {
      case "ls" -> LS;
      case "cat" -> CAT;
      case "info" -> INFO;
      case "verify" -> VERIFY;
      case "patch" -> PATCH;
      default -> OVERVIEW;
    };
  }
}
