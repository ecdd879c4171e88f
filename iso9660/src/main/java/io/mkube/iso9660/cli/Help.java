package io.mkube.iso9660.cli;

/** What {@code --help} prints. */
final class Help {
  static final String TEXT =
      """
      Reads and patches ISO 9660 images.

        iso ls [-R] [--json] FILE [PATH]     lists a directory; -R with all below it
        iso cat FILE PATH                    writes a file to standard output
        iso info [--json] FILE               volume, trees, boot entries, partitions, checksums
        iso verify FILE                      checks the structures; exit code 1 if one is broken
        iso patch BASE TARGET OPTIONS        makes a changed copy; BASE is only read

      Options of patch, in the order in which they are carried out:
        --replace ISOPATH=FILE     new content of a file that is there
        --add ISOPATH=FILE         a new file in a directory that is there
        --mkdir ISOPATH            a new directory
        --delete ISOPATH           a file, or a directory with all in it, goes
        --kernel-args "ARGS"       arguments for every kernel in every boot menu
        --renew-sums               renews md5sum.txt, SHA256SUMS and the like in the image
        --implant-md5 | --no-md5   adds or removes the checksum that installers check;
                                   one that is there is computed anew otherwise
        --dry-run                  prints what would change, writes nothing

      A path inside an EFI partition is written esp:/EFI/BOOT/grub.cfg; with several of them,
      esp2: is the second one that info shows and esp: all that hold the path.

      Examples:
        iso ls -R debian.iso /boot
        iso cat fedora.iso esp:/EFI/BOOT/grub.cfg
        iso patch debian.iso serial.iso --kernel-args "console=ttyS0,115200"
        iso patch base.iso node.iso --add /ks.cfg=ks.cfg --kernel-args "inst.ks=cdrom:/ks.cfg"

      Exit codes: 0 done, 1 failed or broken, 2 wrong arguments.
      """;

  private Help() {}
}
