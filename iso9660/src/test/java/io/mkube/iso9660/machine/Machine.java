package io.mkube.iso9660.machine;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A machine without hardware acceleration, as every build server can have it. */
final class Machine {
  private static final Path OVMF = Path.of("/usr/share/OVMF");
  private static final String COMMAND_LINE = "Command line: ";

  /** Emulated processors are slow, and build servers busy. */
  private static final long LIMIT_SECONDS = 300;

  private Machine() {}

  enum Firmware {
    BIOS,
    UEFI
  }

  enum Medium {
    CD,
    DISK
  }

  /** Starts a machine from an image and gives the command line that its kernel prints. */
  static String kernelCommandLine(Path image, Firmware firmware, Medium medium)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command(image, firmware, medium)).redirectErrorStream(true).start();
    StringBuilder console = new StringBuilder();
    Thread limit = Thread.ofVirtual().start(() -> killAtLimit(process));
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.ISO_8859_1))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        int at = line.indexOf(COMMAND_LINE);
        if (at >= 0) {
          return line.substring(at + COMMAND_LINE.length());
        }
        console.append(line).append('\n');
      }
    } finally {
      limit.interrupt();
      process.destroyForcibly().waitFor();
    }
    throw new AssertionError("no kernel spoke on the serial console:\n" + console);
  }

  private static List<String> command(Path image, Firmware firmware, Medium medium)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("qemu-system-x86_64", "-accel", "tcg", "-m", "512", "-nodefaults"));
    command.addAll(List.of("-display", "none", "-no-reboot", "-serial", "stdio"));
    if (firmware == Firmware.UEFI) {
      Path variables = image.resolveSibling("variables.fd");
      Files.deleteIfExists(variables);
      Files.copy(OVMF.resolve("OVMF_VARS.fd"), variables);
      String flash = "if=pflash,format=raw,file=";
      command.addAll(List.of("-drive", flash + OVMF.resolve("OVMF_CODE.fd") + ",readonly=on"));
      command.addAll(List.of("-drive", flash + variables));
    }
    String media = medium == Medium.CD ? "cdrom,readonly=on" : "disk,snapshot=on";
    command.addAll(List.of("-drive", "if=ide,format=raw,media=" + media + ",file=" + image));
    return command;
  }

  private static void killAtLimit(Process process) {
    try {
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // it is not needed any more
    }
  }
}
