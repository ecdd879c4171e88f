package io.mkube.iso9660.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mkube.iso9660.Programs;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kernels whose arguments are inside them, which no menu can change. */
final class SealedKernelIT {
  @TempDir private Path folder;

  private Path image(boolean menu) throws Exception {
    Path tree = folder.resolve("tree");
    Files.createDirectories(tree.resolve("EFI/Linux"));
    Files.writeString(tree.resolve("EFI/Linux/example-1.0.efi"), "MZ");
    if (menu) {
      Files.writeString(tree.resolve("grub.cfg"), "linux /vmlinuz\n");
    }
    Path image = folder.resolve("base.iso");
    Programs.run("xorriso", "-as", "mkisofs", "-quiet", "-R", "-o", image, tree);
    return image;
  }

  @Test
  void areToldBesideMenusThatChange() throws Exception {
    Path derived = folder.resolve("derived.iso");
    Cli result = Cli.run("patch", image(true), derived, "--kernel-args", "console=ttyS0");
    assertEquals(0, result.code());
    assertEquals(
        "mkube iso patch: /EFI/Linux/example-1.0.efi: is a unified kernel image, which holds its"
            + " arguments inside; they stay as they are\n",
        result.err());
    assertEquals("linux /vmlinuz console=ttyS0\n", Cli.succeed("cat", derived, "/grub.cfg").out());
  }

  @Test
  void aloneAreNoMenu() throws Exception {
    Path derived = folder.resolve("derived.iso");
    Cli result = Cli.run("patch", image(false), derived, "--kernel-args", "console=ttyS0");
    assertEquals(1, result.code());
    assertTrue(result.err().contains("/EFI/Linux/example-1.0.efi"), result.err());
    assertFalse(Files.exists(derived));
  }
}
