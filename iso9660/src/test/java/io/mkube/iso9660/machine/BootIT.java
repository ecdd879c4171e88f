package io.mkube.iso9660.machine;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mkube.iso9660.machine.Machine.Firmware;
import io.mkube.iso9660.machine.Machine.Medium;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Patched images start Debian's kernel with the arguments that they were given. */
final class BootIT {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"ISOLINUX, MOVED, BIOS, CD", "APPENDED_ESP, IN_PLACE, UEFI, DISK"})
  void startsAKernelWithItsArguments(Layout layout, Change change, Firmware firmware, Medium medium)
      throws Exception {
    Path image = PatchedImage.make(folder, layout, change);

    String line = Machine.kernelCommandLine(image, firmware, medium);

    assertTrue(line.contains("from="), line);
    assertTrue(line.contains(PatchedImage.ARGUMENTS), line);
  }
}
