package io.mkube.iso9660.bootargs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.mkube.iso9660.IsoPatch;
import io.mkube.iso9660.Programs;
import io.mkube.iso9660.content.ContentChannel;
import io.mkube.iso9660.directory.Tree;
import io.mkube.iso9660.format.ImageSource;
import io.mkube.iso9660.volume.VolumeSet;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An image as CoreOS ships it: {@code kargs.json} lists places in menus, in the tree and inside the
 * EFI partition, where {@code coreos-installer iso kargs} reads and writes arguments without
 * knowing what the menus mean.
 */
final class CoreOsImageIT {
  private static final String DEFAULT = "mitigations=auto,nosmt ignition.platform.id=metal";
  private static final int SIZE = 1139;
  private static final List<String> MENUS =
      List.of("isolinux/isolinux.cfg", "EFI/coreos/grub.cfg", "images/efiboot.img");
  @TempDir private Path folder;
  private final List<Integer> offsets = new ArrayList<>();
  private Path image;

  @BeforeEach
  void makeImage() throws Exception {
    Path tree = folder.resolve("tree");
    String area = DEFAULT + "\n" + "#".repeat(SIZE - DEFAULT.length()) + " COREOS_KARG_EMBED_AREA";
    String labels = "default linux\nlabel linux\n  kernel /vmlinuz\n  append initrd=/initrd.img ";
    put(tree.resolve(MENUS.get(0)), labels + area + "\n");
    String menu =
        "menuentry 'Live' {\n\tlinux /images/pxeboot/vmlinuz " + area + "\n\tinitrd /i.img\n}\n";
    put(tree.resolve(MENUS.get(1)), menu);
    put(folder.resolve("grub.cfg"), menu);
    Path disk = Files.createDirectories(tree.resolve("images")).resolve("efiboot.img");
    Programs.run("mkfs.fat", "-C", "-F", "12", disk, 1440);
    Programs.run("mmd", "-i", disk, "::/EFI", "::/EFI/coreos");
    Programs.run("mcopy", "-i", disk, folder.resolve("grub.cfg"), "::/EFI/coreos/grub.cfg");
    for (String file : MENUS) {
      String text = Files.readString(tree.resolve(file), StandardCharsets.ISO_8859_1);
      offsets.add(text.indexOf(DEFAULT));
    }
    put(tree.resolve("coreos/kargs.json"), "{\"size\": " + SIZE + "}\n");
    image = folder.resolve("coreos.iso");
    Programs.run(
        "xorriso",
        "-as",
        "mkisofs",
        "-quiet",
        "-R",
        "-e",
        "images/efiboot.img",
        "-no-emul-boot",
        "-o",
        image,
        tree);
  }

  @Test
  void argumentsLieWhereCoreOsInstallerLooksForThem() throws Exception {
    List<String> words = List.of("console=ttyS0,115200", "ignition.config.url=http://192.0.2.1/n");
    try (ImageSource base = ImageSource.open(image)) {
      IsoPatch.Builder patch = IsoPatch.builder();
      List<KernelArguments.Change> changes = KernelArguments.plan(base, words);
      assertEquals(3, changes.size());
      changes.forEach(change -> patch.replace(change.path(), change.content()));
      ImageSource derived = patch.build().plan(base).over(base);
      assertEquals(List.of(), KernelArguments.plan(derived, words));
      for (int i = 0; i < MENUS.size(); i++) {
        assertEquals(DEFAULT, arguments(base, i));
        assertEquals(DEFAULT + " " + String.join(" ", words), arguments(derived, i));
      }
      assertArrayEquals(content(base, "coreos/kargs.json"), content(derived, "coreos/kargs.json"));
    }
  }

  @Test
  void moreThanFitsIsRefused() throws Exception {
    List<String> words = List.of("ignition.config.url=http://192.0.2.1/" + "n".repeat(SIZE));
    try (ImageSource base = ImageSource.open(image)) {
      assertThrows(FileSystemException.class, () -> KernelArguments.plan(base, words));
    }
  }

  /** What {@code coreos-installer iso kargs show} prints of one of the places. */
  private String arguments(ImageSource source, int menu) throws IOException {
    byte[] file = content(source, MENUS.get(menu));
    String area = new String(file, offsets.get(menu), SIZE, StandardCharsets.ISO_8859_1);
    String text = area.replaceFirst("#*$", "");
    assertEquals("\n", text.substring(text.length() - 1));
    return text.substring(0, text.length() - 1);
  }

  private static byte[] content(ImageSource source, String path) throws IOException {
    Tree tree = Tree.of(source, VolumeSet.read(source)).getFirst();
    try (ContentChannel content = ContentChannel.open(source, tree.find(path).orElseThrow())) {
      return Channels.newInputStream(content).readAllBytes();
    }
  }

  private static void put(Path file, String text) throws IOException {
    Files.createDirectories(file.resolveSibling(""));
    Files.writeString(file, text);
  }
}
