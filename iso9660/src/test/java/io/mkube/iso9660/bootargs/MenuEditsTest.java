package io.mkube.iso9660.bootargs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What arguments do to menus as they are found in the field. */
final class MenuEditsTest {
  private static final Arguments SERIAL = new Arguments(List.of("console=ttyS0,115200"));

  private static String edited(String path, String text, Arguments arguments) {
    Dialect dialect = Dialect.of(path, text).orElseThrow();
    String after = Splice.apply(text, dialect.edits(text, arguments));
    assertEquals(List.of(), dialect.edits(after, arguments), "doing it twice is doing it once");
    return after;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "linux /vmlinuz quiet|linux /vmlinuz quiet console=ttyS0,115200",
        "linuxefi /k a # why|linuxefi /k a console=ttyS0,115200 # why",
        "menuentry \"a;b\" { linux /k x; initrd /i }"
            + "|menuentry \"a;b\" { linux /k x console=ttyS0,115200; initrd /i }",
        "menuentry 'x' {linux16 /k}|menuentry 'x' {linux16 /k console=ttyS0,115200}",
        "$linux /k ${extra}|$linux /k ${extra} console=ttyS0,115200",
        "linux$sfx /k \"a b\"|linux$sfx /k \"a b\" console=ttyS0,115200",
        "if [ $x = y ]; then linux /k; fi|if [ $x = y ]; then linux /k console=ttyS0,115200; fi",
        "linux /k console=tty0 b|linux /k console=tty0 b console=ttyS0,115200",
        "linux /k console=ttyS0,9600 b|linux /k b console=ttyS0,115200",
        "linux /k 'console=ttyS0,115200'|linux /k 'console=ttyS0,115200'"
      })
  void addsToCommandsOfGrub(String before, String after) {
    assertEquals(after, edited("/boot/grub/grub.cfg", before, SERIAL));
  }

  @Test
  void addsBehindTheLastOfJoinedLines() {
    assertEquals(
        "\tlinux /k a \\\r\n  b console=ttyS0,115200\r\n\tinitrd /i\r\n",
        edited("/grub.cfg", "\tlinux /k a \\\r\n  b\r\n\tinitrd /i\r\n", SERIAL));
  }

  @Test
  void quotesWhatGrubWouldActOn() {
    Arguments url = new Arguments(List.of("ignition.config.url=http://h/a;b=$c"));
    assertEquals(
        "linux /k 'ignition.config.url=http://h/a;b=$c'\n", edited("/grub.cfg", "linux /k\n", url));
  }

  @Test
  void replacesAnotherValueOfTheSameName() {
    Arguments kickstart = new Arguments(List.of("inst.ks=http://h/b", "ip=ibft"));
    assertEquals(
        "linux /k quiet inst.ks=http://h/b ip=ibft\n",
        edited("/grub.cfg", "linux /k inst.ks=cdrom:/ks ip=dhcp quiet\n", kickstart));
  }

  @Test
  void addsToLabelsOfIsolinuxThatLoadKernels() {
    String before =
        """
        default vesamenu.c32
        label linux
          kernel vmlinuz
          append initrd=initrd.img quiet
        label bare
          linux vmlinuz
        label none
          KERNEL vmlinuz
          APPEND -
        label other
          kernel menu.c32
          append other.cfg
        label disk
          localboot 0xffff
        """;
    String after =
        """
        default vesamenu.c32
        label linux
          kernel vmlinuz
          append initrd=initrd.img quiet console=ttyS0,115200
        label bare
          linux vmlinuz
          append console=ttyS0,115200
        label none
          KERNEL vmlinuz
          APPEND console=ttyS0,115200
        label other
          kernel menu.c32
          append other.cfg
        label disk
          localboot 0xffff
        """;
    assertEquals(after, edited("/isolinux/isolinux.cfg", before, SERIAL));
    String dos = before.replace("\n", "\r\n");
    assertEquals(after.replace("\n", "\r\n"), edited("/isolinux/isolinux.cfg", dos, SERIAL));
  }

  @Test
  void leavesLabelsToWhatTheyInherit() {
    assertEquals(
        "append initrd=i console=ttyS0,115200\nlabel a\n kernel k\n",
        edited("/syslinux.cfg", "append initrd=i\nlabel a\n kernel k\n", SERIAL));
  }

  @Test
  void addsToTheLastOptionsOfSystemdBoot() {
    assertEquals(
        "title x\nlinux /k\noptions a\noptions b console=ttyS0,115200",
        edited("/loader/entries/x.conf", "title x\nlinux /k\noptions a\noptions b", SERIAL));
    assertEquals(
        "linux /k\noptions console=ttyS0,115200\ninitrd /i\n",
        edited("/loader/entries/x.conf", "linux /k\ninitrd /i\n", SERIAL));
  }

  @Test
  void takesTheRoomThatCoreOsKeeps() {
    String before = "linux /k a\n" + "#".repeat(40) + " COREOS_KARG_EMBED_AREA\ninitrd /i\n";
    List<Splice> edits = GrubMenu.edits(before, SERIAL);
    String after = Splice.apply(before, EmbedArea.keepLength(before, edits));
    assertEquals(
        "linux /k a console=ttyS0,115200\n"
            + "#".repeat(19)
            + " COREOS_KARG_EMBED_AREA\ninitrd /i\n",
        after);
    String full = "linux /k a\n### COREOS_KARG_EMBED_AREA\n";
    List<Splice> tooMuch = GrubMenu.edits(full, SERIAL);
    assertThrows(IllegalArgumentException.class, () -> EmbedArea.keepLength(full, tooMuch));
  }

  @Test
  void showsChangesAsDiffDoes() {
    String text = "a\nb\nc\nd\nlinux /k\ne\nf\ng\nh";
    assertEquals(
        """
        --- /x.cfg
        +++ /x.cfg
        @@ -2,7 +2,7 @@
         b
         c
         d
        -linux /k
        +linux /k console=ttyS0,115200
         e
         f
         g
        """,
        UnifiedDiff.of("/x.cfg", text, GrubMenu.edits(text, SERIAL)));
  }

  @Test
  void splitsArgumentsAsTheKernelDoes() {
    assertEquals(List.of("a=\"b c\"", "d"), KernelArguments.words("  a=\"b c\"   d "));
  }
}
