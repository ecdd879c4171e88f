package io.mkube.iso9660;

import io.mkube.iso9660.checksum.ImplantedMd5;
import io.mkube.iso9660.checksum.SumFiles;
import io.mkube.iso9660.checksum.SuseTag;
import io.mkube.iso9660.delta.Draft;
import io.mkube.iso9660.delta.IsoDelta;
import io.mkube.iso9660.derive.ConcurrentChecksum;
import io.mkube.iso9660.derive.DeriveOptions;
import io.mkube.iso9660.derive.DerivedImage;
import io.mkube.iso9660.derive.ImageCopy;
import io.mkube.iso9660.derive.PlannedImage;
import io.mkube.iso9660.esp.EspPath;
import io.mkube.iso9660.format.ImageSource;
import io.mkube.iso9660.format.MemorySource;
import io.mkube.iso9660.patch.PatchOptions;
import io.mkube.iso9660.patch.PatchSession;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongConsumer;

/**
 * Changes of an image, in the order in which they are made. Each sees what those before it did;
 * together they are made or none is. Paths are absolute, with {@code /} between names as the best
 * tree of the image spells them; a path that begins with {@code esp:} lies in an EFI partition.
 * Immutable; contents must stay what they are until they have been written.
 *
 * @param operations the changes
 * @param md5 what becomes of an implanted checksum
 * @param renewSums whether lists of checksums in the image are made true again
 * @param options how changes are made
 */
public record IsoPatch(
    List<Operation> operations, Md5Policy md5, boolean renewSums, PatchOptions options) {
  /** Room inside a partition is found in one more try; entries may need a little more. */
  private static final int MAX_TRIES = 5;

  public IsoPatch {
    operations = List.copyOf(operations);
  }

  /** One change. */
  public sealed interface Operation {
    /** Path that is changed. */
    String path();

    /** New content of a file that is there. */
    record Replace(String path, ImageSource content) implements Operation {}

    /** A new file in a directory that is there. */
    record Add(String path, ImageSource content) implements Operation {}

    /** A new directory in a directory that is there. */
    record MakeDirectory(String path) implements Operation {}

    /** A new symbolic link, in the trees that can hold one. */
    record Link(String path, String target) implements Operation {}

    /** A file, or a directory with all that is in it, goes. */
    record Delete(String path) implements Operation {}

    /** A file or directory gets another path. */
    record Rename(String path, String to) implements Operation {}

    /** Bytes inside a file; its length stays. */
    record SetBytes(String path, long offset, byte[] bytes) implements Operation {}
  }

  /** Begins a patch. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Plans the patch without writing anything.
   *
   * @param base image to change; not closed
   * @param progress told the bytes that have been read for a checksum
   * @throws FileSystemException if an operation cannot be done; its subclasses tell why
   */
  public IsoDelta plan(ImageSource base, LongConsumer progress) throws IOException {
    Draft draft = planWithoutChecksum(base);
    updateChecksum(base, draft, progress);
    return draft.delta();
  }

  private Draft planWithoutChecksum(ImageSource base) throws IOException {
    long room = 0;
    for (int tries = 0; tries < MAX_TRIES; tries++) {
      PatchSession session = carryOut(base, room);
      if (session.missingRoom() == 0) {
        return session.draft();
      }
      room += session.missingRoom();
    }
    throw new FileSystemException(
        null, null, "there is no room inside the first partition, and more does not help");
  }

  private PatchSession carryOut(ImageSource base, long room) throws IOException {
    PatchSession session = PatchSession.begin(base, options, room);
    for (Operation operation : operations) {
      perform(session, operation);
    }
    if (renewSums) {
      SumFiles.renew(session, base, newPaths());
    }
    session.finishTrees();
    return session;
  }

  private List<String> newPaths() {
    List<String> paths = new ArrayList<>();
    for (Operation operation : operations) {
      String path = operation instanceof Operation.Rename rename ? rename.to() : operation.path();
      boolean isNew = operation instanceof Operation.Rename || operation instanceof Operation.Add;
      if (isNew && EspPath.parse(path).isEmpty()) {
        paths.add(path);
      }
    }
    return paths;
  }

  /** Plans the patch; nobody is told of progress. */
  public IsoDelta plan(ImageSource base) throws IOException {
    return plan(base, bytes -> {});
  }

  /**
   * Plans the patch, checks the planned image and writes it to a file; a checksum is computed by a
   * second thread while the base is copied. The base is only read; the target is replaced as a
   * whole or not at all.
   *
   * @throws FileSystemException if an operation cannot be done, if the planned image has an error
   *     that the base does not have, or if the target cannot be written
   * @see ImageCopy#write
   */
  public DerivedImage derive(Path base, Path target, DeriveOptions options) throws IOException {
    try (ImageSource source = ImageSource.open(base)) {
      Draft draft = planWithoutChecksum(source);
      PlannedImage.requireSound(target.toString(), source, draft.delta());
      try (ConcurrentChecksum checksum =
          ConcurrentChecksum.begin(
              progress -> updateChecksum(source, draft, progress), source.size())) {
        return ImageCopy.write(
            base,
            target,
            () -> {
              checksum.await(options.listener());
              return draft.delta();
            },
            options);
      }
    }
  }

  /** Derives with {@link DeriveOptions#DEFAULT}. */
  public DerivedImage derive(Path base, Path target) throws IOException {
    return derive(base, target, DeriveOptions.DEFAULT);
  }

  private static void perform(PatchSession session, Operation operation) throws IOException {
    switch (operation) {
      case Operation.Replace replace -> session.replace(replace.path(), replace.content());
      case Operation.Add add -> session.add(add.path(), add.content());
      case Operation.MakeDirectory make -> session.mkdir(make.path());
      case Operation.Link link -> session.link(link.path(), link.target());
      case Operation.Delete delete -> session.delete(delete.path());
      case Operation.Rename rename -> session.rename(rename.path(), rename.to());
      case Operation.SetBytes set -> session.setBytes(set.path(), set.offset(), set.bytes());
    }
  }

  private void updateChecksum(ImageSource base, Draft draft, LongConsumer progress)
      throws IOException {
    Optional<ImplantedMd5> present = ImplantedMd5.find(base);
    boolean changed = !draft.delta().isEmpty();
    Optional<SuseTag> suse = present.isPresent() ? Optional.empty() : SuseTag.find(base);
    switch (md5) {
      case RECOMPUTE -> {
        if (present.isPresent() && changed) {
          implant(draft, present, progress);
        } else if (suse.isPresent() && changed) {
          removeSignature(draft, suse.get());
          draft.write(ImplantedMd5.POSITION, suse.get().renewed(draft, progress).encode());
        }
      }
      case IMPLANT -> implant(draft, present, progress);
      case KEEP -> {
        // It is said to be wrong from then on.
      }
      case REMOVE -> {
        if (present.isPresent()) {
          draft.write(ImplantedMd5.POSITION, ImplantedMd5.empty());
        } else if (suse.isPresent()) {
          removeSignature(draft, suse.get());
          draft.write(ImplantedMd5.POSITION, suse.get().withoutSums().encode());
        }
      }
    }
  }

  /** A signature is of sums that are no longer these; none is better than a wrong one. */
  private static void removeSignature(Draft draft, SuseTag tag) throws IOException {
    OptionalLong signature = tag.signature(draft);
    if (signature.isPresent()) {
      draft.zero(SuseTag.signatureText(signature.getAsLong()), SuseTag.signatureLength());
    }
  }

  private static void implant(Draft draft, Optional<ImplantedMd5> like, LongConsumer progress)
      throws IOException {
    ImplantedMd5 sum = ImplantedMd5.compute(draft, like, progress);
    draft.write(ImplantedMd5.POSITION, sum.encode());
  }

  /** Collects changes. Not thread-safe. */
  public static final class Builder {
    private final List<Operation> operations = new ArrayList<>();
    private Md5Policy md5 = Md5Policy.RECOMPUTE;
    private boolean renewSums;
    private PatchOptions options = PatchOptions.DEFAULT;

    private Builder() {}

    /** Replaces the content of a file. */
    public Builder replace(String path, byte[] content) {
      return replace(path, new MemorySource(content.clone()));
    }

    /** Replaces the content of a file. */
    public Builder replace(String path, ImageSource content) {
      operations.add(new Operation.Replace(path, content));
      return this;
    }

    /** Adds a file. */
    public Builder add(String path, byte[] content) {
      return add(path, new MemorySource(content.clone()));
    }

    /** Adds a file. */
    public Builder add(String path, ImageSource content) {
      operations.add(new Operation.Add(path, content));
      return this;
    }

    /** Makes a directory. */
    public Builder mkdir(String path) {
      operations.add(new Operation.MakeDirectory(path));
      return this;
    }

    /** Adds a symbolic link. */
    public Builder link(String path, String target) {
      operations.add(new Operation.Link(path, target));
      return this;
    }

    /** Takes a file, or a directory with all that is in it, away. */
    public Builder delete(String path) {
      operations.add(new Operation.Delete(path));
      return this;
    }

    /** Gives a file or directory another path. */
    public Builder rename(String from, String to) {
      operations.add(new Operation.Rename(from, to));
      return this;
    }

    /** Writes bytes inside a file. */
    public Builder setBytes(String path, long offset, ByteBuffer bytes) {
      byte[] copy = new byte[bytes.remaining()];
      bytes.get(copy);
      operations.add(new Operation.SetBytes(path, offset, copy));
      return this;
    }

    /** Says what becomes of an implanted checksum; it is computed anew unless this says else. */
    public Builder md5(Md5Policy policy) {
      md5 = policy;
      return this;
    }

    /**
     * Date of what is added; the epoch unless this says else, so that equal input is equal output.
     */
    public Builder time(Instant date) {
      options = options.withTime(date);
      return this;
    }

    /**
     * Says whether content that nothing names any longer is overwritten with zeros; it is unless
     * this says else.
     */
    public Builder wipe(boolean wiped) {
      options = options.withWipe(wiped);
      return this;
    }

    /** Says what becomes of other names of a content that is replaced; they keep it. */
    public Builder hardLinks(PatchOptions.HardLinks links) {
      options = options.withHardLinks(links);
      return this;
    }

    /** Says whether {@code md5sum.txt}, {@code SHA256SUMS} and the like are made true again. */
    public Builder renewSums(boolean renew) {
      renewSums = renew;
      return this;
    }

    /** What has been said so far, leaving an implanted checksum as it is. */
    public IsoPatch md5Kept() {
      return new IsoPatch(operations, Md5Policy.KEEP, false, options);
    }

    public IsoPatch build() {
      return new IsoPatch(operations, md5, renewSums, options);
    }
  }
}
