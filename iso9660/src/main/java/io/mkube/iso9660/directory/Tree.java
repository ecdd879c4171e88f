package io.mkube.iso9660.directory;

import io.mkube.iso9660.format.ImageSource;
import io.mkube.iso9660.format.IsoFormatException;
import io.mkube.iso9660.volume.VolumeDescriptor;
import io.mkube.iso9660.volume.VolumeSet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * One of the trees of an image. Directories are read when they are asked for and not kept.
 * Immutable; thread-safe if its source is.
 */
public final class Tree {
  private final ImageSource source;
  private final VolumeDescriptor volume;
  private final View view;
  private final Optional<SystemUse> systemUse;
  private final IsoEntry root;

  private Tree(
      ImageSource source,
      VolumeDescriptor volume,
      View view,
      Optional<SystemUse> systemUse,
      IsoEntry root) {
    this.source = source;
    this.volume = volume;
    this.view = view;
    this.systemUse = systemUse;
    this.root = root;
  }

  /** The trees of a set, best first: as Linux prefers them. */
  public static List<Tree> of(ImageSource source, VolumeSet set) throws IOException {
    List<Tree> trees = new ArrayList<>();
    Tree plain = open(source, set.primary(), View.PLAIN);
    if (plain.systemUse.isPresent()) {
      trees.add(open(source, set.primary(), View.ROCK_RIDGE));
    }
    Optional<VolumeDescriptor> joliet = set.find(VolumeDescriptor.Kind.JOLIET);
    if (joliet.isPresent()) {
      trees.add(open(source, joliet.get(), View.JOLIET));
    }
    Optional<VolumeDescriptor> enhanced = set.find(VolumeDescriptor.Kind.ENHANCED);
    if (enhanced.isPresent()) {
      trees.add(open(source, enhanced.get(), View.ENHANCED));
    }
    trees.add(plain);
    return trees;
  }

  /**
   * The tree of a descriptor.
   *
   * @param view how its names are read
   */
  public static Tree open(ImageSource source, VolumeDescriptor volume, View view)
      throws IOException {
    DirectoryRecord record = DirectoryRecord.of(volume, volume.rootRecord());
    if (!record.has(DirectoryRecord.DIRECTORY)) {
      throw new IsoFormatException(
          "ECMA-119 8.4.18", record.offset(), "the root's record is not that of a directory");
    }
    DirectoryRecord self = new DirectoryReader(source, volume).readSelf(record.data());
    Optional<SystemUse> use =
        volume.kind() == VolumeDescriptor.Kind.PRIMARY
            ? SystemUse.of(source, self)
            : Optional.empty();
    RockRidge attributes =
        use.isPresent() && view == View.ROCK_RIDGE
            ? RockRidgeReader.read(use.get(), self, new ReadBudget(source))
            : RockRidge.NONE;
    IsoEntry root =
        new IsoEntry(
            "/",
            "",
            IsoEntry.Type.DIRECTORY,
            record.dataLength(),
            List.of(record),
            List.of(record.data()),
            attributes,
            false);
    return new Tree(source, volume, view, use, root);
  }

  ImageSource source() {
    return source;
  }

  public VolumeDescriptor volume() {
    return volume;
  }

  public View view() {
    return view;
  }

  public IsoEntry root() {
    return root;
  }

  /** How system use areas of this tree are read; empty if it has none. */
  public Optional<SystemUse> systemUse() {
    return systemUse;
  }

  /**
   * The entries of a directory in the order of the image, without associated files.
   *
   * @throws IllegalArgumentException if it is no directory
   */
  public List<IsoEntry> list(IsoEntry directory) throws IOException {
    List<IsoEntry> entries = new ArrayList<>();
    EntryCursor cursor = entries(directory);
    IsoEntry entry = cursor.advance();
    while (entry != null) {
      entries.add(entry);
      entry = cursor.advance();
    }
    return entries;
  }

  /**
   * Goes through the entries of a directory in the order of the image, without associated files and
   * without keeping them.
   *
   * @throws IllegalArgumentException if it is no directory
   */
  public EntryCursor entries(IsoEntry directory) throws IOException {
    return entries(directory, new ReadBudget(source));
  }

  EntryCursor entries(IsoEntry directory, ReadBudget budget) throws IOException {
    requireDirectory(directory);
    return new EntryCursor(this, directory, budget, false);
  }

  /**
   * The associated files of a directory (ECMA-119 6.5.4), such as resource forks: each has the name
   * of the file that it belongs to.
   *
   * @throws IllegalArgumentException if it is no directory
   */
  public EntryCursor associated(IsoEntry directory) throws IOException {
    requireDirectory(directory);
    return new EntryCursor(this, directory, new ReadBudget(source), true);
  }

  private static void requireDirectory(IsoEntry directory) {
    if (!directory.isDirectory()) {
      throw new IllegalArgumentException(directory.path() + " is no directory");
    }
  }

  /**
   * The entry of a name in a directory. Names are compared exactly; where identifiers are all that
   * there is, one that writers make of the name will do: they have no lower case, and {@code _} for
   * most characters (ECMA-119 7.4.1).
   */
  public Optional<IsoEntry> find(IsoEntry directory, String name) throws IOException {
    Optional<IsoEntry> exact = find(directory, name::equals);
    if (exact.isPresent() || view != View.PLAIN) {
      return exact;
    }
    String folded = EntryName.folded(name);
    return find(directory, other -> EntryName.folded(other).equals(folded));
  }

  private Optional<IsoEntry> find(IsoEntry directory, Predicate<String> wanted) throws IOException {
    EntryCursor cursor = entries(directory);
    IsoEntry entry = cursor.advance();
    while (entry != null && !wanted.test(entry.name())) {
      entry = cursor.advance();
    }
    return Optional.ofNullable(entry);
  }

  /**
   * The entry of a path; names are compared as {@link #find(IsoEntry, String)} does, links are not
   * followed.
   *
   * @param path path with {@code /} between the names; {@code .} and empty names are passed over
   * @throws IllegalArgumentException if a name is {@code ..}
   */
  public Optional<IsoEntry> find(String path) throws IOException {
    IsoEntry found = root;
    for (String name : path.split("/", -1)) {
      if (name.isEmpty() || name.equals(".")) {
        continue;
      }
      if (name.equals("..")) {
        throw new IllegalArgumentException("a path must not contain '..': " + path);
      }
      Optional<IsoEntry> next = found.isDirectory() ? find(found, name) : Optional.empty();
      if (next.isEmpty()) {
        return next;
      }
      found = next.get();
    }
    return Optional.of(found);
  }

  /** Goes through all entries below a directory, each directory before what is in it. */
  public TreeWalk walk(IsoEntry directory) {
    return new TreeWalk(this, directory);
  }
}
