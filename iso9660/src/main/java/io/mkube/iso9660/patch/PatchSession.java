package io.mkube.iso9660.patch;

import io.mkube.iso9660.delta.Draft;
import io.mkube.iso9660.delta.IsoDelta;
import io.mkube.iso9660.directory.Extent;
import io.mkube.iso9660.directory.IsoEntry;
import io.mkube.iso9660.esp.EspImages;
import io.mkube.iso9660.esp.EspPath;
import io.mkube.iso9660.fat.FatEditor;
import io.mkube.iso9660.format.ImageSource;
import io.mkube.iso9660.format.Sector;
import io.mkube.iso9660.volume.VolumeSet;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Plans changes of an image. Each operation sees what those before it have done; nothing is written
 * to the base. After an operation has failed the session is of no more use. Not thread-safe.
 */
public final class PatchSession {
  /** Largest section of a file: the last whole sector below 4 GiB (ECMA-119 7.3.3). */
  private static final long MAX_SECTION = (1L << 32) - Sector.SIZE;

  /** Files of boot loaders are far smaller. */
  private static final long MAX_IN_PARTITION = 64L << 20;

  private final Draft draft;
  private final ImageScan scan;
  private final List<TreeEditor> editors = new ArrayList<>();
  private final EntryLocator locator;
  private final BootReferences boot;

  private PatchSession(Draft draft, ImageScan scan, Instant time) {
    this.draft = draft;
    this.scan = scan;
    for (TreeModel tree : scan.trees()) {
      editors.add(new TreeEditor(draft, tree, scan.space(), time));
    }
    this.locator = new EntryLocator(draft, editors);
    this.boot = new BootReferences(draft, scan);
  }

  /**
   * Begins with an image.
   *
   * @param time date of what is added
   * @throws FileSystemException if the image is of a kind that cannot be changed
   */
  public static PatchSession begin(ImageSource base, Instant time) throws IOException {
    Draft draft = new Draft(base);
    return new PatchSession(draft, ImageScan.of(draft), time);
  }

  /** The image as it is with all operations so far. */
  public Draft draft() {
    return draft;
  }

  /**
   * Replaces the content of a file; other names of the same content keep what they had.
   *
   * @throws NoSuchFileException if there is no such file
   */
  public void replace(String path, ImageSource content) throws IOException {
    Optional<EspPath> partition = EspPath.parse(path);
    if (partition.isPresent()) {
      replaceInPartitions(partition.get(), content);
      return;
    }
    IsoEntry entry = file(path);
    List<EntryLocator.Located> places = locator.everywhere(entry);
    BootReferences.File bootFile = boot.file(entry);
    List<Extent> sections = place(entry, places, content);
    for (EntryLocator.Located place : places) {
      place.editor().placeFile(place.directory(), place.identifier(), sections);
      entry.extents().forEach(place.editor().tree()::release);
      sections.forEach(place.editor().tree()::use);
    }
    boot.moved(bootFile, sections.getFirst(), content.size());
  }

  /**
   * Adds a file; the directory that it is in must be there.
   *
   * @throws FileAlreadyExistsException if the path is taken
   * @throws NoSuchFileException if the directory is missing
   */
  public void add(String path, ImageSource content) throws IOException {
    requireFree(path);
    List<EntryLocator.LocatedDirectory> parents = parents(path);
    List<Extent> sections = write(content);
    for (EntryLocator.LocatedDirectory parent : parents) {
      parent.editor().addFile(parent.node(), name(path), sections);
      sections.forEach(parent.editor().tree()::use);
    }
  }

  /** Makes a directory; the one that it is in must be there. */
  public void mkdir(String path) throws IOException {
    requireFree(path);
    for (EntryLocator.LocatedDirectory parent : parents(path)) {
      parent.editor().addDirectory(parent.node(), name(path));
    }
  }

  /**
   * Takes a file, or a directory with all in it, away. The content is wiped unless another name has
   * it.
   *
   * @throws FileSystemException if machines boot from it
   */
  public void delete(String path) throws IOException {
    IsoEntry entry = entry(path);
    if (path.equals("/")) {
      throw new FileSystemException(path, null, "the root directory cannot be deleted");
    }
    if (entry.isDirectory()) {
      for (IsoEntry child : locator.list(entry)) {
        delete(child.path());
      }
    }
    boot.requireNotBooted(entry);
    boolean shared = isShared(entry);
    for (EntryLocator.Located place : locator.everywhere(entry)) {
      if (entry.isDirectory()) {
        Optional<DirectoryNode> node =
            place.editor().tree().at(place.entry().extents().getFirst().position());
        requireNotMoved(entry, place, node);
        place.editor().removeDirectory(node.orElseThrow());
      } else {
        place.editor().removeFile(place.directory(), place.identifier());
        entry.extents().forEach(place.editor().tree()::release);
      }
    }
    if (entry.isFile() && !shared) {
      entry.extents().forEach(scan.space()::free);
    }
  }

  /** Gives a file or directory another path; the directory that it goes to must be there. */
  public void rename(String from, String to) throws IOException {
    IsoEntry entry = entry(from);
    requireFree(to);
    if (entry.isDirectory() && (to + "/").startsWith(entry.path() + "/")) {
      throw new FileSystemException(from, to, "a directory cannot go into itself");
    }
    List<EntryLocator.LocatedDirectory> parents = parents(to);
    for (EntryLocator.Located place : locator.everywhere(entry)) {
      for (EntryLocator.LocatedDirectory parent : parents) {
        if (parent.editor() != place.editor()) {
          continue;
        }
        if (entry.isDirectory()) {
          Optional<DirectoryNode> node =
              place.editor().tree().at(place.entry().extents().getFirst().position());
          requireNotMoved(entry, place, node);
          place.editor().moveDirectory(node.orElseThrow(), parent.node(), name(to));
        } else {
          place.editor().moveFile(place.directory(), place.identifier(), parent.node(), name(to));
        }
      }
    }
  }

  /**
   * Writes bytes inside a file; all names of the same content see them.
   *
   * @throws FileSystemException if they do not lie inside it
   */
  public void setBytes(String path, long offset, byte[] bytes) throws IOException {
    IsoEntry entry = file(path);
    boolean inside = offset >= 0 && offset <= entry.size() - bytes.length;
    if (!inside || entry.interleaved() || entry.rockRidge().zisofs().isPresent()) {
      throw new FileSystemException(
          path, null, bytes.length + " bytes at " + offset + " do not lie inside the plain file");
    }
    BootReferences.File bootFile = boot.file(entry);
    long skipped = 0;
    for (Extent extent : entry.extents()) {
      long from = Math.max(offset, skipped);
      long to = Math.min(offset + bytes.length, skipped + extent.length());
      if (from < to) {
        byte[] part = Arrays.copyOfRange(bytes, (int) (from - offset), (int) (to - offset));
        draft.write(extent.position() + from - skipped, part);
      }
      skipped += extent.length();
    }
    boot.moved(bootFile, entry.extents().getFirst(), entry.size());
  }

  /** Finishes what depends on all operations. */
  public void finishTrees() throws IOException {
    for (TreeEditor editor : editors) {
      editor.finish();
    }
    VolumeGrowth.apply(draft, scan);
  }

  /** Finishes and gives the difference to the base. */
  public IsoDelta finish() throws IOException {
    finishTrees();
    return draft.delta();
  }

  private void replaceInPartitions(EspPath path, ImageSource content) throws IOException {
    if (content.size() > MAX_IN_PARTITION) {
      throw new FileSystemException(
          path.toString(), null, "an EFI partition has no room for " + content.size() + " bytes");
    }
    byte[] bytes = content.bytes(0, (int) content.size(), "FAT").copy();
    EspImages partitions = EspImages.of(draft, VolumeSet.read(draft));
    for (int number : partitions.holding(path)) {
      FatEditor.replace(draft, partitions.positions().get(number - 1), path.path(), bytes);
    }
  }

  private IsoEntry entry(String path) throws IOException {
    return locator.find(path).orElseThrow(() -> new NoSuchFileException(path));
  }

  private IsoEntry file(String path) throws IOException {
    IsoEntry entry = entry(path);
    if (!entry.isFile()) {
      throw new FileSystemException(path, null, "is no file");
    }
    return entry;
  }

  private void requireFree(String path) throws IOException {
    if (locator.find(path).isPresent()) {
      throw new FileAlreadyExistsException(path);
    }
  }

  private List<EntryLocator.LocatedDirectory> parents(String path) throws IOException {
    String parent = EntryLocator.parent(path);
    Optional<IsoEntry> directory = locator.find(parent);
    if (directory.isEmpty()) {
      throw new NoSuchFileException(parent);
    }
    if (!directory.get().isDirectory()) {
      throw new NotDirectoryException(parent);
    }
    return locator.directories(parent);
  }

  private static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private boolean isShared(IsoEntry entry) {
    return scan.trees().stream()
        .anyMatch(tree -> entry.extents().stream().anyMatch(tree::isShared));
  }

  /** Puts content where the old one was if it fits and nobody else has it, else elsewhere. */
  private List<Extent> place(IsoEntry entry, List<EntryLocator.Located> places, ImageSource content)
      throws IOException {
    boolean shared = isShared(entry);
    boolean plain =
        entry.extents().size() == 1
            && !entry.interleaved()
            && entry.record().extendedAttributeBlocks() == 0
            && entry.rockRidge().zisofs().isEmpty();
    Extent old = entry.extents().getFirst();
    long capacity = Sector.roundUp(old.length());
    if (content.size() == 0 && plain && !shared) {
      scan.space().free(old);
      return List.of(new Extent(old.position(), 0));
    }
    if (plain && !shared && old.length() > 0 && content.size() <= capacity) {
      long used = Sector.roundUp(content.size());
      draft.write(old.position(), content);
      draft.zero(old.position() + content.size(), used - content.size());
      scan.space().free(new Extent(old.position() + used, capacity - used));
      return List.of(new Extent(old.position(), content.size()));
    }
    if (!shared) {
      entry.extents().forEach(scan.space()::free);
    }
    if (entry.rockRidge().zisofs().isPresent()) {
      for (EntryLocator.Located place : places) {
        place.editor().storePlain(place.entry());
      }
    }
    return write(content);
  }

  private List<Extent> write(ImageSource content) throws IOException {
    long size = content.size();
    if (size == 0) {
      return List.of(new Extent(0, 0));
    }
    long position = scan.space().allocate(size);
    draft.write(position, content);
    draft.zero(position + size, Sector.roundUp(size) - size);
    List<Extent> sections = new ArrayList<>();
    for (long at = 0; at < size; at += MAX_SECTION) {
      sections.add(new Extent(position + at, Math.min(MAX_SECTION, size - at)));
    }
    return sections;
  }

  private static void requireNotMoved(
      IsoEntry entry, EntryLocator.Located place, Optional<DirectoryNode> node)
      throws FileSystemException {
    boolean here = node.isPresent() && node.get().parent() == place.directory();
    if (!here || entry.rockRidge().childLink().isPresent()) {
      throw new FileSystemException(
          entry.path(), null, "the directory was moved by Rock Ridge and cannot be moved again");
    }
  }
}
