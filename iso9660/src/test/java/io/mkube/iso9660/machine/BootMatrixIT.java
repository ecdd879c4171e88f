package io.mkube.iso9660.machine;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mkube.iso9660.machine.Machine.Firmware;
import io.mkube.iso9660.machine.Machine.Medium;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every layout, on every firmware and medium, after every kind of change. */
@Tag("proof")
final class BootMatrixIT {
  @TempDir private Path folder;

  record Start(Layout layout, Change change) {}

  static Stream<Start> images() {
    List<Start> images = new ArrayList<>();
    for (Layout layout : Layout.values()) {
      for (Change change : Change.values()) {
        images.add(new Start(layout, change));
      }
    }
    return images.stream();
  }

  @ParameterizedTest
  @MethodSource("images")
  void startsAKernelWithItsArguments(Start start) throws Exception {
    Path image = PatchedImage.make(folder, start.layout(), start.change());
    for (Firmware firmware : start.layout().firmwares()) {
      for (Medium medium : Medium.values()) {
        String line = Machine.kernelCommandLine(image, firmware, medium);
        assertTrue(line.contains(PatchedImage.ARGUMENTS), line);
        System.out.println(start + " " + firmware + " " + medium + ": " + line);
      }
    }
  }
}
