package io.mkube.iso9660.directory;

import io.mkube.iso9660.format.ImageSource;
import io.mkube.iso9660.format.IsoFormatException;
import io.mkube.iso9660.volume.VolumeDescriptor;
import io.mkube.iso9660.volume.VolumeSet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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

  private static Tree open(ImageSource source, VolumeDescriptor volume, View view)
      throws IOException {
    DirectoryRecord record = DirectoryRecord.of(volume, volume.rootRecord());
    if (!record.has(DirectoryRecord.DIRECTORY)) {
      throw new IsoFormatException(
          "ECMA-119 8.4.18", record.offset(), "the root's record is not that of a directory");
    }
    List<DirectoryRecord> records = new DirectoryReader(source, volume).read(record.data());
    Optional<SystemUse> use =
        volume.kind() == VolumeDescriptor.Kind.PRIMARY
            ? SystemUse.of(source, records.getFirst())
            : Optional.empty();
    RockRidge attributes =
        use.isPresent() && view == View.ROCK_RIDGE
            ? RockRidgeReader.read(use.get().entries(records.getFirst()))
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
    if (!directory.isDirectory()) {
      throw new IllegalArgumentException(directory.path() + " is no directory");
    }
    DirectoryLister lister =
        new DirectoryLister(
            source, directory, view == View.ROCK_RIDGE ? systemUse : Optional.empty());
    return lister.list(new DirectoryReader(source, volume).read(directory.extents().getFirst()));
  }

  /**
   * The entry of a path; names are compared exactly, links are not followed.
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
      Optional<IsoEntry> next =
          found.isDirectory()
              ? list(found).stream().filter(entry -> entry.name().equals(name)).findFirst()
              : Optional.empty();
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
