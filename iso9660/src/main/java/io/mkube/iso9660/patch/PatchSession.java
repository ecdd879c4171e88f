package io.mkube.iso9660.patch;

import io.mkube.iso9660.delta.Draft;
import io.mkube.iso9660.delta.IsoDelta;
import io.mkube.iso9660.directory.Extent;
import io.mkube.iso9660.directory.IsoEntry;
import io.mkube.iso9660.esp.EspPath;
import io.mkube.iso9660.format.ImageSource;
import io.mkube.iso9660.format.IsoFormatException;
import io.mkube.iso9660.format.Sector;
import io.mkube.iso9660.volume.VolumeDescriptor;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Plans changes of an image. Each operation sees what those before it have done; nothing is written
 * to the base. After an operation has failed the session is of no more use. Not thread-safe.
 */
public final class PatchSession {
  /** Partitions and images begin and end at multiples of far less. */
  private static final long MAX_ALIGNMENT = 64L << 20;

  private final Draft draft;
  private final ImageScan scan;
  private final PatchOptions options;
  private final List<TreeEditor> editors = new ArrayList<>();
  private final EntryLocator locator;
  private final BootReferences boot;
  private final FileData data;
  private final PartitionFiles partitions;
  private final ContentOrder order;
  private long missingRoom;

  private PatchSession(Draft draft, ImageScan scan, PatchOptions options) {
    this.draft = draft;
    this.scan = scan;
    this.options = options;
    for (TreeModel tree : scan.trees()) {
      editors.add(new TreeEditor(draft, tree, scan, options.time()));
    }
    this.locator = new EntryLocator(draft, editors);
    this.boot = new BootReferences(draft, scan);
    this.data = new FileData(draft, scan);
    this.partitions = new PartitionFiles(draft, options.time());
    this.order = new ContentOrder(draft, editors, locator, data, boot);
  }

  /** Begins with an image. */
  public static PatchSession begin(ImageSource base, PatchOptions options) throws IOException {
    return begin(base, options, 0);
  }

  /**
   * Begins with an image and makes room in it first.
   *
   * @param room sectors to insert at the end of the first partition, as {@link #missingRoom} asked
   *     for when the same was planned before
   * @throws FileSystemException if the image is of a kind that cannot be changed
   */
  public static PatchSession begin(ImageSource base, PatchOptions options, long room)
      throws IOException {
    Draft draft = new Draft(base);
    ImageScan scan = ImageScan.of(draft, options.wipe());
    if (room > 0) {
      Insertion.apply(draft, scan, room);
      if (draft.size() > base.size() + 2 * room * Sector.SIZE + MAX_ALIGNMENT) {
        throw new IsoFormatException(
            "partition_offset", 0, "the partition tables name places far outside the image");
      }
      scan = ImageScan.of(draft, options.wipe());
    }
    return new PatchSession(draft, scan, options);
  }

  /** The image as it is with all operations so far. */
  public Draft draft() {
    return draft;
  }

  /**
   * Replaces the content of a file; other names of the same content keep what they had unless the
   * options say else. A file that holds the content already stays untouched.
   *
   * @throws NoSuchFileException if there is no such file
   */
  public void replace(String path, ImageSource content) throws IOException {
    Optional<EspPath> partition = EspPath.parse(path);
    if (partition.isPresent()) {
      partitions.replace(partition.get(), content);
      return;
    }
    IsoEntry entry = file(path);
    boot.requireNoCatalog(entry);
    if (data.holds(entry, content)) {
      return;
    }
    boolean shared = data.isShared(entry);
    if (shared || entry.size() != content.size()) {
      requirePlainTrees();
    }
    boolean follow = shared && options.hardLinks() == PatchOptions.HardLinks.FOLLOW;
    List<IsoEntry> names =
        shared && (follow || entry.rockRidge().posix().isPresent())
            ? locator.sameContent(entry)
            : List.of(entry);
    List<EntryLocator.Located> places = new ArrayList<>();
    for (IsoEntry name : follow ? names : List.of(entry)) {
      places.addAll(locator.everywhere(name));
    }
    if (shared && !follow) {
      separate(entry, names);
    }
    replace(entry, places, shared && !follow, content);
  }

  private void replace(
      IsoEntry entry, List<EntryLocator.Located> places, boolean shared, ImageSource content)
      throws IOException {
    BootReferences.File bootFile = boot.file(entry);
    long behind = 0;
    for (EntryLocator.Located place : places) {
      behind = Math.max(behind, place.continuationEnd());
    }
    List<Extent> sections = data.place(entry, shared, content, behind);
    for (EntryLocator.Located place : places) {
      place.editor().notes().storePlain(place.entry());
      place.placeFile(sections);
    }
    boot.moved(bootFile, sections.getFirst(), content.size());
  }

  /** Says that a file is no longer one with its other names. */
  private void separate(IsoEntry entry, List<IsoEntry> names) throws IOException {
    for (IsoEntry name : names) {
      boolean leaves = name.path().equals(entry.path());
      for (EntryLocator.Located place : locator.everywhere(name)) {
        place.editor().notes().countNames(place.entry(), leaves);
      }
    }
  }

  /**
   * Adds a file; the directory that it is in must be there.
   *
   * @throws FileAlreadyExistsException if the path is taken
   * @throws NoSuchFileException if the directory is missing
   */
  public void add(String path, ImageSource content) throws IOException {
    Optional<EspPath> partition = EspPath.parse(path);
    if (partition.isPresent()) {
      partitions.add(partition.get(), content);
      return;
    }
    String normal = requireFree(path);
    List<EntryLocator.LocatedDirectory> parents = parents(normal);
    List<byte[]> identifiers = new ArrayList<>();
    long behind = 0;
    for (EntryLocator.LocatedDirectory parent : parents) {
      byte[] identifier = parent.editor().addFile(parent.node(), PatchPath.name(normal));
      identifiers.add(identifier);
      behind = Math.max(behind, parent.editor().continuationEnd(parent.node(), identifier));
    }
    List<Extent> sections = data.write(content, behind);
    for (int i = 0; i < parents.size(); i++) {
      TreeEditor editor = parents.get(i).editor();
      DirectoryNode directory = parents.get(i).node();
      editor.placeFile(directory, identifiers.get(i), sections);
      sections.forEach(editor.tree()::use);
    }
  }

  /**
   * Adds a symbolic link to the trees that can hold one, those with Rock Ridge.
   *
   * @throws FileSystemException if there is no such tree
   */
  public void link(String path, String target) throws IOException {
    String normal = requireFree(path);
    boolean added = false;
    for (EntryLocator.LocatedDirectory parent : parents(normal)) {
      if (parent.editor().tree().naming().rockRidge()) {
        parent.editor().addLink(parent.node(), PatchPath.name(normal), target);
        added = true;
      }
    }
    if (!added) {
      throw new FileSystemException(
          path, target, "the image has no Rock Ridge, so it cannot hold symbolic links");
    }
  }

  /** Makes a directory; the one that it is in must be there. */
  public void mkdir(String path) throws IOException {
    Optional<EspPath> partition = EspPath.parse(path);
    if (partition.isPresent()) {
      partitions.mkdir(partition.get());
      return;
    }
    String normal = requireFree(path);
    for (EntryLocator.LocatedDirectory parent : parents(normal)) {
      parent.editor().addDirectory(parent.node(), PatchPath.name(normal));
    }
  }

  /**
   * Takes a file, or a directory with all in it, away. The content is wiped unless another name has
   * it or the options say else.
   *
   * @throws FileSystemException if machines boot from it
   */
  public void delete(String path) throws IOException {
    Optional<EspPath> partition = EspPath.parse(path);
    if (partition.isPresent()) {
      partitions.delete(partition.get());
      return;
    }
    IsoEntry entry = entry(path);
    if (entry.path().equals("/")) {
      throw new FileSystemException(path, null, "the root directory cannot be deleted");
    }
    requirePlainTrees();
    delete(entry);
  }

  private void delete(IsoEntry entry) throws IOException {
    if (entry.isDirectory()) {
      for (IsoEntry child : locator.list(entry)) {
        delete(child);
      }
      // The records that were read before may have moved since.
      for (EntryLocator.Located place : locator.everywhere(entry(entry.path()))) {
        place.editor().removeDirectory(place);
      }
      return;
    }
    IsoEntry file = entry(entry.path());
    boot.requireNotBooted(file);
    boolean shared = data.isShared(file);
    if (shared && file.rockRidge().posix().isPresent()) {
      separate(file, locator.sameContent(file));
    }
    for (EntryLocator.Located place : locator.everywhere(file)) {
      place.editor().removeFile(place.directory(), place.identifier());
      place.entry().extents().forEach(place.editor().tree()::release);
    }
    if (file.isFile() && !shared) {
      data.release(file);
    }
  }

  /** Gives a file or directory another path; the directory that it goes to must be there. */
  public void rename(String from, String to) throws IOException {
    Optional<EspPath> partition = EspPath.parse(from);
    if (partition.isPresent()) {
      partitions.rename(partition.get(), to);
      return;
    }
    IsoEntry entry = entry(from);
    String target = requireFree(to);
    boolean into = entry.isDirectory() && (target + "/").startsWith(entry.path() + "/");
    if (into || entry.path().equals("/")) {
      throw new FileSystemException(from, to, "a directory cannot go into itself");
    }
    List<EntryLocator.LocatedDirectory> parents = parents(target);
    for (EntryLocator.Located place : locator.everywhere(entry)) {
      for (EntryLocator.LocatedDirectory parent : parents) {
        if (parent.editor() == place.editor()) {
          place.editor().move(place, parent.node(), PatchPath.name(target));
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
    Optional<EspPath> partition = EspPath.parse(path);
    if (partition.isPresent()) {
      partitions.setBytes(partition.get(), offset, bytes);
      return;
    }
    IsoEntry entry = file(path);
    boolean inside = offset >= 0 && offset <= entry.size() - bytes.length;
    if (!inside || entry.interleaved() || entry.rockRidge().zisofs().isPresent()) {
      throw new FileSystemException(
          path, null, bytes.length + " bytes at " + offset + " do not lie inside the plain file");
    }
    boot.requireNoCatalog(entry);
    BootReferences.File bootFile = boot.file(entry);
    data.overwrite(entry, offset, bytes);
    boot.moved(bootFile, entry.extents().getFirst(), entry.size());
  }

  /** Finishes what depends on all operations. To be called once. */
  public void finishTrees() throws IOException {
    keepFirstTree();
    order.restore();
    for (TreeEditor editor : editors) {
      editor.finish();
    }
    missingRoom = VolumeGrowth.apply(draft, scan);
  }

  /** libarchive reads the tree whose root comes first, and Joliet has shorter names. */
  private void keepFirstTree() throws IOException {
    TreeModel first = scan.trees().getFirst();
    for (TreeEditor editor : editors) {
      VolumeDescriptor volume = editor.tree().volume();
      boolean joliet = volume.kind() == VolumeDescriptor.Kind.JOLIET && volume.shift() == 0;
      if (joliet && first.firstRoot() < editor.tree().firstRoot()) {
        editor.moveRootBehind(first.root().extent().end());
      }
    }
  }

  /**
   * Sectors that lack inside the partition that can be mounted alone, known when the session has
   * been finished. Unless it is 0 nothing of the session is of use: the same has to be planned
   * again with that much room.
   */
  public long missingRoom() {
    return missingRoom;
  }

  /**
   * Finishes and gives the difference to the base.
   *
   * @throws FileSystemException if there is not enough room
   */
  public IsoDelta finish() throws IOException {
    finishTrees();
    if (missingRoom > 0) {
      throw new FileSystemException(
          null, null, missingRoom + " sectors are missing inside the first partition");
    }
    return draft.delta();
  }

  private IsoEntry entry(String path) throws IOException {
    return locator.find(PatchPath.normal(path)).orElseThrow(() -> new NoSuchFileException(path));
  }

  private IsoEntry file(String path) throws IOException {
    IsoEntry entry = entry(path);
    if (!entry.isFile()) {
      throw new FileSystemException(path, null, "is no file");
    }
    return entry;
  }

  private String requireFree(String path) throws IOException {
    String normal = PatchPath.normal(path);
    if (locator.find(normal).isPresent()) {
      throw new FileAlreadyExistsException(path);
    }
    return normal;
  }

  private List<EntryLocator.LocatedDirectory> parents(String path) throws IOException {
    requirePlainTrees();
    String parent = PatchPath.parent(path);
    Optional<IsoEntry> directory = locator.find(parent);
    if (directory.isEmpty()) {
      throw new NoSuchFileException(parent);
    }
    if (!directory.get().isDirectory()) {
      throw new NotDirectoryException(parent);
    }
    return locator.directories(directory.get().path());
  }

  /** UDF has directories of its own, which would not follow. */
  private void requirePlainTrees() throws FileSystemException {
    if (scan.udf()) {
      throw new FileSystemException(
          null,
          null,
          "the image holds a UDF file system beside ISO 9660, whose directories would not follow:"
              + " only contents of the same length can be replaced in it");
    }
  }
}
