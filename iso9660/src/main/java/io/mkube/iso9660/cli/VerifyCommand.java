package io.mkube.iso9660.cli;

import io.mkube.iso9660.IsoImage;
import io.mkube.iso9660.checksum.ImplantedMd5;
import io.mkube.iso9660.checksum.SuseTag;
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

  static int run(Arguments arguments, PrintStream out, PrintStream err)
      throws IOException, UsageException {
    Arguments.Sorted sorted = arguments.sort(Set.of(), Set.of(), 1, "FILE");
    try (IsoImage image = IsoImage.open(sorted.file(0))) {
      List<Finding> findings = ImageChecker.check(image.source());
      findings.forEach(finding -> out.println(OneLine.of(finding.toString())));
      boolean broken =
          findings.stream().anyMatch(finding -> finding.severity() == Finding.Severity.ERROR);
      broken |= !implantedMd5Agrees(image, out, err) || !suseSumsAgree(image, out, err);
      if (!broken) {
        out.println("no errors");
      }
      return broken ? IsoCommand.FAILED : IsoCommand.OK;
    }
  }

  private static boolean implantedMd5Agrees(IsoImage image, PrintStream out, PrintStream err)
      throws IOException {
    Optional<ImplantedMd5> implanted = ImplantedMd5.find(image.source());
    if (implanted.isEmpty()) {
      return true;
    }
    Progress progress = Progress.to(err);
    ImplantedMd5 actual =
        ImplantedMd5.compute(
            image.source(),
            implanted,
            done -> progress.show("checksum", done, image.source().size()));
    progress.end();
    if (actual.agreesWith(implanted.get())) {
      return true;
    }
    out.println(
        "error: sector 16 (isomd5sum): the implanted checksum is "
            + implanted.get().md5()
            + ", the image has "
            + actual.md5());
    return false;
  }

  private static boolean suseSumsAgree(IsoImage image, PrintStream out, PrintStream err)
      throws IOException {
    Optional<SuseTag> tag = SuseTag.find(image.source());
    if (tag.isEmpty()) {
      return true;
    }
    Progress progress = Progress.to(err);
    long size = image.source().size();
    SuseTag actual =
        tag.get().renewed(image.source(), done -> progress.show("checksum", done, size));
    progress.end();
    if (actual.agreesWith(tag.get())) {
      return true;
    }
    out.println(
        OneLine.of(
            "error: sector 16 (tagmedia): the sums are "
                + String.join(";", tag.get().sums())
                + ", the image has "
                + String.join(";", actual.sums())));
    return false;
  }
}
