package io.mkube.iso9660.derive;

import io.mkube.iso9660.delta.IsoDelta;
import io.mkube.iso9660.format.IsoFormatException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/**
 * Copies an image and lays a delta over the copy. The copy is made beside the target and moved into
 * place when it is whole, so there is at any time the old target or the new one. The base is only
 * read. Where the file system can share blocks the copy takes neither room nor time.
 */
public final class ImageCopy {
  private ImageCopy() {}

  /**
   * Makes a derived image. An existing target is replaced and keeps its permissions; a new one gets
   * those of the base, less what the umask takes, and can be written by its owner. A target that is
   * a symbolic link is followed. Drafts that killed processes have left in the target's folder are
   * removed.
   *
   * @throws FileSystemException if the target is the base, by whatever name, or no regular file, or
   *     if there is no room for it; there is no new target then
   * @throws InterruptedIOException if the thread was interrupted; likewise
   */
  public static DerivedImage write(Path base, Path target, IsoDelta delta, DeriveOptions options)
      throws IOException {
    return write(base, target, () -> delta, options);
  }

  /** A delta that is known when the base has been copied. */
  @FunctionalInterface
  public interface LateDelta {
    /** The delta; asked for once. */
    IsoDelta get() throws IOException;
  }

  /**
   * Makes a derived image likewise.
   *
   * @see #write(Path, Path, IsoDelta, DeriveOptions)
   */
  public static DerivedImage write(Path base, Path target, LateDelta late, DeriveOptions options)
      throws IOException {
    long start = System.nanoTime();
    Path place = place(base, target);
    try (FileChannel from = FileChannel.open(base, StandardOpenOption.READ);
        DraftFile draft = DraftFile.beside(place, base)) {
      new BlockCopy(from, draft.channel(), options.listener())
          .run(
              base,
              BlockCopy.sharesBlocks(base, place) ? BlockCopy.Zeros.SHARED : BlockCopy.Zeros.HOLES);
      IsoDelta delta = late.get();
      requireSize(base, from.size(), delta.baseSize());
      delta.applyTo(draft.channel());
      draft.become(place, options.durability());
      Duration time = Duration.ofNanos(System.nanoTime() - start);
      return new DerivedImage(place, delta.size(), delta.changedBytes(), time);
    } catch (ClosedByInterruptException e) {
      throw interrupted(e);
    } catch (FileSystemException | InterruptedIOException | IsoFormatException e) {
      throw e;
    } catch (IOException e) {
      throw (IOException)
          new FileSystemException(target.toString(), null, e.getMessage()).initCause(e);
    }
  }

  private static void requireSize(Path base, long size, long planned) throws FileSystemException {
    if (size != planned) {
      throw new FileSystemException(
          base.toString(),
          null,
          "has " + size + " bytes, but had " + planned + " when it was planned");
    }
  }

  /** Where the target really is. */
  private static Path place(Path base, Path target) throws IOException {
    Path place = target.toAbsolutePath();
    if (Files.isSymbolicLink(place)) {
      place =
          Files.exists(place)
              ? place.toRealPath()
              : place.resolveSibling(Files.readSymbolicLink(place));
    }
    if (Files.exists(place)) {
      if (Files.isSameFile(base, place)) {
        throw new FileSystemException(
            target.toString(), null, "is the base itself; name another target");
      }
      if (!Files.isRegularFile(place)) {
        throw new FileSystemException(
            target.toString(), null, "is there and no regular file; name another target");
      }
    }
    Path folder = place.getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new NoSuchFileException(
          target.toString(), null, "its folder does not exist; make it first");
    }
    return place;
  }

  private static InterruptedIOException interrupted(ClosedByInterruptException cause) {
    InterruptedIOException problem =
        new InterruptedIOException("interrupted while the image was copied");
    problem.initCause(cause);
    return problem;
  }
}
