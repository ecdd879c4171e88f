package io.mkube.iso9660.derive;

import io.mkube.iso9660.delta.IsoDelta;
import io.mkube.iso9660.format.ImageSource;
import io.mkube.iso9660.verify.Finding;
import io.mkube.iso9660.verify.ImageChecker;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.ArrayList;
import java.util.List;

/** An image that has been planned and not yet written. */
public final class PlannedImage {
  private PlannedImage() {}

  /**
   * Checks the structures of a planned image.
   *
   * @param name name of the image for the message
   * @throws FileSystemException if it has an error that the base does not have
   */
  public static void requireSound(String name, ImageSource base, IsoDelta delta)
      throws IOException {
    List<String> errors = errors(delta.over(base));
    if (errors.isEmpty()) {
      return;
    }
    errors(base).forEach(errors::remove);
    if (!errors.isEmpty()) {
      throw new FileSystemException(
          name,
          null,
          "the patch would break the image, so it is not written: " + errors.getFirst());
    }
  }

  /** Errors without their place, which a patch may move. */
  private static List<String> errors(ImageSource image) throws IOException {
    List<String> errors = new ArrayList<>();
    for (Finding finding : ImageChecker.check(image)) {
      if (finding.severity() == Finding.Severity.ERROR) {
        errors.add(finding.text() + " (" + finding.clause() + ")");
      }
    }
    return errors;
  }
}
