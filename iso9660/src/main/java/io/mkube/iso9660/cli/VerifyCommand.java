package io.mkube.iso9660.cli;

import io.mkube.iso9660.IsoImage;
import io.mkube.iso9660.checksum.ImplantedMd5;
import io.mkube.iso9660.verify.Finding;
import io.mkube.iso9660.verify.ImageChecker;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code iso verify}: what is broken, line by line. */
final class VerifyCommand {
  private VerifyCommand() {}

  static int run(Arguments arguments, PrintStream out) throws IOException, UsageException {
    Arguments.Sorted sorted = arguments.sort(Set.of(), Set.of(), 1, 1);
    try (IsoImage image = IsoImage.open(sorted.file(0))) {
      List<Finding> findings = ImageChecker.check(image.source());
      findings.forEach(out::println);
      boolean broken =
          findings.stream().anyMatch(finding -> finding.severity() == Finding.Severity.ERROR);
      Optional<ImplantedMd5> implanted = ImplantedMd5.find(image.source());
      if (implanted.isPresent()) {
        ImplantedMd5 actual = ImplantedMd5.compute(image.source(), implanted, bytes -> {});
        if (!actual.agreesWith(implanted.get())) {
          out.println(
              "error: the implanted checksum is "
                  + implanted.get().md5()
                  + ", the image has "
                  + actual.md5());
          broken = true;
        }
      }
      if (!broken) {
        out.println("no errors");
      }
      return broken ? IsoCommand.FAILED : IsoCommand.OK;
    }
  }
}
