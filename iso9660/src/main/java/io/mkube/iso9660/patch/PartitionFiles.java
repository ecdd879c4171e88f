package io.mkube.iso9660.patch;

import io.mkube.iso9660.delta.Draft;
import io.mkube.iso9660.esp.EspImages;
import io.mkube.iso9660.esp.EspPath;
import io.mkube.iso9660.fat.FatEditor;
import io.mkube.iso9660.fat.FatEntry;
import io.mkube.iso9660.fat.FatVolume;
import io.mkube.iso9660.format.ImageSource;
import io.mkube.iso9660.volume.VolumeSet;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Changes files in EFI partitions. A path without a number means every partition that holds it, or,
 * for something new, every one that holds the directory it goes into.
 */
final class PartitionFiles {
  private final Draft draft;
  private final Instant time;

  PartitionFiles(Draft draft, Instant time) {
    this.draft = draft;
    this.time = time;
  }

  /** One change of one file system. */
  private interface Change {
    void make(FatEditor editor) throws IOException;
  }

  void replace(EspPath path, ImageSource content) throws IOException {
    EspImages partitions = partitions();
    for (int number : partitions.holding(path)) {
      FatVolume volume = partitions.volume(number);
      Optional<FatEntry> entry = volume.find(path.path());
      if (entry.isPresent() && !holds(volume, entry.get(), content)) {
        change(partitions, path, number, editor -> editor.replace(path.path(), content));
      }
    }
  }

  void add(EspPath path, ImageSource content) throws IOException {
    EspPath normal = normal(path);
    each(normal, parent(normal), editor -> editor.add(normal.path(), content));
  }

  void mkdir(EspPath path) throws IOException {
    EspPath normal = normal(path);
    each(normal, parent(normal), editor -> editor.mkdir(normal.path()));
  }

  void delete(EspPath path) throws IOException {
    EspPath normal = normal(path);
    each(normal, normal, editor -> editor.delete(normal.path()));
  }

  void rename(EspPath path, String to) throws IOException {
    EspPath normal = normal(path);
    Optional<EspPath> target = EspPath.parse(to);
    if (target.isEmpty() || !target.get().number().equals(path.number())) {
      throw new FileSystemException(
          path.toString(), to, "a file of an EFI partition can only be renamed inside of it");
    }
    String newPath = normal(target.get()).path();
    each(normal, normal, editor -> editor.rename(normal.path(), newPath));
  }

  void setBytes(EspPath path, long offset, byte[] bytes) throws IOException {
    EspPath normal = normal(path);
    each(normal, normal, editor -> editor.setBytes(normal.path(), offset, bytes));
  }

  private void each(EspPath path, EspPath holding, Change change) throws IOException {
    EspImages partitions = partitions();
    List<Integer> numbers = partitions.holding(holding);
    if (numbers.isEmpty()) {
      throw new NoSuchFileException(path.toString());
    }
    for (int number : numbers) {
      change(partitions, path, number, change);
    }
  }

  private void change(EspImages partitions, EspPath path, int number, Change change)
      throws IOException {
    try {
      change.make(FatEditor.open(draft, partitions.positions().get(number - 1), time));
    } catch (FileSystemException e) {
      throw told("esp" + number + ":" + path.path(), e);
    }
  }

  /** The same failure with the path as it is written for the whole image. */
  private static FileSystemException told(String path, FileSystemException problem) {
    FileSystemException told =
        switch (problem) {
          case NoSuchFileException missing -> new NoSuchFileException(path);
          case FileAlreadyExistsException taken -> new FileAlreadyExistsException(path);
          case NotDirectoryException file -> new NotDirectoryException(path);
          default -> new FileSystemException(path, problem.getOtherFile(), problem.getReason());
        };
    told.initCause(problem);
    return told;
  }

  private static boolean holds(FatVolume volume, FatEntry entry, ImageSource content)
      throws IOException {
    return !entry.directory()
        && entry.size() == content.size()
        && FileData.same(volume.content(entry), content);
  }

  private static EspPath normal(EspPath path) throws FileSystemException {
    return new EspPath(path.number(), PatchPath.normal(path.path()));
  }

  private static EspPath parent(EspPath path) {
    return new EspPath(path.number(), PatchPath.parent(path.path()));
  }

  private EspImages partitions() throws IOException {
    return EspImages.of(draft, VolumeSet.read(draft));
  }
}
