package io.mkube.iso9660.patch;

import io.mkube.iso9660.delta.Draft;
import io.mkube.iso9660.directory.DirectoryReader;
import io.mkube.iso9660.directory.DirectoryRecord;
import io.mkube.iso9660.directory.Extent;
import io.mkube.iso9660.directory.SystemUse;
import io.mkube.iso9660.directory.SystemUseEntry;
import io.mkube.iso9660.format.IsoFormatException;
import io.mkube.iso9660.format.Sector;
import io.mkube.iso9660.naming.Naming;
import io.mkube.iso9660.volume.VolumeDescriptor;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The directories of one tree and what its files share, as one pass over its records finds them.
 * Directories stand here where they are stored, so one that Rock Ridge moved is where it was moved
 * to.
 */
final class TreeModel {
  private static final long MAX_SERIAL = 0xFFFFFFFFL;
  private final List<VolumeDescriptor> volumes;
  private final DirectoryNode root;
  private final long firstRoot;
  private final TreeMap<Long, DirectoryNode> byPosition = new TreeMap<>();
  private final BitSet files = new BitSet();
  private final BitSet shared = new BitSet();
  private final Naming naming = new Naming();
  private final Map<Extent, Integer> furtherNames = new HashMap<>();
  private final Set<Extent> continuations = new LinkedHashSet<>();
  private Optional<SystemUse> systemUse = Optional.empty();
  private long lastSerial;
  private boolean relocations;
  private long imageSize;

  private TreeModel(List<VolumeDescriptor> volumes, DirectoryNode root) {
    this.volumes = volumes;
    this.root = root;
    this.firstRoot = root.extent().position();
  }

  /**
   * Reads a tree.
   *
   * @param volumes descriptors of the tree: one, or two that name the same root
   * @param space learns what is used
   */
  static TreeModel scan(Draft draft, List<VolumeDescriptor> volumes, SpaceMap space)
      throws IOException {
    VolumeDescriptor volume = volumes.getFirst();
    Extent extent =
        new Extent(volume.position(volume.rootRecord().both32(2)), volume.rootRecord().both32(10));
    TreeModel tree = new TreeModel(volumes, new DirectoryNode(new byte[1], extent, null));
    tree.imageSize = draft.size();
    Scan scan = new Scan(tree, draft, space);
    scan.run();
    return tree;
  }

  /** The descriptors that name this tree. */
  List<VolumeDescriptor> volumes() {
    return volumes;
  }

  VolumeDescriptor volume() {
    return volumes.getFirst();
  }

  /** Whether records carry data of CD-ROM XA. */
  boolean extendedArchitecture() {
    return volume().extendedArchitecture();
  }

  DirectoryNode root() {
    return root;
  }

  /** Position of the root before anything was changed. */
  long firstRoot() {
    return firstRoot;
  }

  Naming naming() {
    return naming;
  }

  /** Whether Rock Ridge has moved directories in this tree. */
  boolean hasRelocations() {
    return relocations;
  }

  /** How Rock Ridge is read, if the tree has it; it reads what has been written so far. */
  Optional<SystemUse> systemUse() {
    return systemUse;
  }

  /** A serial number that no file has yet; programs take files of one number for one file. */
  long newSerial() {
    lastSerial = Math.min(lastSerial + 1, MAX_SERIAL);
    return lastSerial;
  }

  /** Where entries stand that did not fit into their records. */
  Set<Extent> continuations() {
    return continuations;
  }

  /** The directory that is stored at a position. */
  Optional<DirectoryNode> at(long position) {
    return Optional.ofNullable(byPosition.get(position));
  }

  /** The last directory before a position. */
  @Nullable DirectoryNode before(long position) {
    Map.Entry<Long, DirectoryNode> entry = byPosition.lowerEntry(position);
    return entry == null ? null : entry.getValue();
  }

  /** The directory whose records hold a position. */
  DirectoryNode holding(long position) throws IsoFormatException {
    Map.Entry<Long, DirectoryNode> entry = byPosition.floorEntry(position);
    if (entry == null || entry.getValue().extent().end() <= position) {
      throw new IsoFormatException("ECMA-119 6.8", position, "no directory holds this record");
    }
    return entry.getValue();
  }

  /** All directories, each behind the one that it is in. */
  List<DirectoryNode> directories() {
    List<DirectoryNode> all = new ArrayList<>();
    Deque<DirectoryNode> open = new ArrayDeque<>(List.of(root));
    while (!open.isEmpty()) {
      DirectoryNode node = open.removeFirst();
      all.add(node);
      open.addAll(node.children());
    }
    return all;
  }

  void add(DirectoryNode node) {
    byPosition.put(node.extent().position(), node);
  }

  void remove(DirectoryNode node) {
    byPosition.remove(node.extent().position());
  }

  void moved(DirectoryNode node, Extent to) {
    remove(node);
    node.moveTo(to);
    add(node);
  }

  /** Whether another file of this tree uses any of these sectors. */
  boolean isShared(Extent extent) {
    if (outside(extent)) {
      return false;
    }
    int next = shared.nextSetBit(first(extent));
    return next >= 0 && next < end(extent);
  }

  /** Whether any file or directory lies at or behind a position. */
  boolean reaches(long position) {
    boolean directory = byPosition.ceilingKey(position) != null;
    return directory || files.nextSetBit(sector(Math.min(position, imageSize))) >= 0;
  }

  /** Notes that a file holds an extent. */
  void use(Extent extent) {
    if (outside(extent)) {
      return;
    }
    int end = end(extent);
    boolean again = false;
    int at = files.nextSetBit(first(extent));
    while (at >= 0 && at < end) {
      int clear = Math.min(files.nextClearBit(at), end);
      shared.set(at, clear);
      again = true;
      at = files.nextSetBit(clear);
    }
    files.set(first(extent), end);
    if (again) {
      furtherNames.merge(extent, 1, Integer::sum);
    }
  }

  /** Notes that one file less holds an extent. */
  void release(Extent extent) {
    if (outside(extent)) {
      return;
    }
    Integer further = furtherNames.get(extent);
    if (further == null) {
      files.clear(first(extent), end(extent));
    } else if (further > 1) {
      furtherNames.put(extent, further - 1);
    } else {
      furtherNames.remove(extent);
      shared.clear(first(extent), end(extent));
    }
  }

  /** What lies outside the image is no one's, however far away it is. */
  private boolean outside(Extent extent) {
    return extent.length() <= 0 || extent.position() < 0 || extent.position() >= imageSize;
  }

  private static int first(Extent extent) {
    return sector(extent.position());
  }

  private int end(Extent extent) {
    long end = Math.min(extent.length(), imageSize - extent.position()) + extent.position();
    return sector(end + Sector.SIZE - 1);
  }

  /** Takes account of an image that has become longer. */
  void imageSize(long size) {
    imageSize = Math.max(imageSize, size);
  }

  private static int sector(long position) {
    return Math.toIntExact(position / Sector.SIZE);
  }

  /** The pass over all records. */
  private static final class Scan {
    private final TreeModel tree;
    private final Draft draft;
    private final SpaceMap space;

    Scan(TreeModel tree, Draft draft, SpaceMap space) {
      this.tree = tree;
      this.draft = draft;
      this.space = space;
    }

    void run() throws IOException {
      Deque<DirectoryNode> open = new ArrayDeque<>(List.of(tree.root));
      tree.add(tree.root);
      while (!open.isEmpty()) {
        DirectoryNode directory = open.removeFirst();
        space.use(directory.extent());
        List<DirectoryRecord> records =
            new DirectoryReader(draft, tree.volume()).read(directory.extent());
        if (directory.isRoot()) {
          tree.systemUse = SystemUse.of(draft, records.getFirst());
          tree.naming.rockRidge(tree.systemUse.isPresent());
        }
        for (DirectoryRecord record : records) {
          accept(directory, record, open);
        }
      }
    }

    private void accept(DirectoryNode directory, DirectoryRecord record, Deque<DirectoryNode> open)
        throws IOException {
      if (tree.systemUse.isPresent()) {
        for (SystemUseEntry entry : tree.systemUse.get().entries(record)) {
          acceptSystemUse(record, entry);
        }
      }
      if (record.isSelf() || record.isParent()) {
        return;
      }
      tree.naming.learn(record.identifier().copy(), record.has(DirectoryRecord.DIRECTORY));
      if (!record.has(DirectoryRecord.DIRECTORY)) {
        space.use(record.data());
        tree.use(record.data());
        if (record.data().length() == 0) {
          // libarchive takes an empty file at the place of its directory for a loop.
          space.reserve(record.data().position());
        }
        return;
      }
      if (tree.at(record.data().position()).isPresent()) {
        throw new IsoFormatException(
            "ECMA-119 6.8.2", record.offset(), "two directories are stored in the same place");
      }
      DirectoryNode child = new DirectoryNode(record.identifier().copy(), record.data(), directory);
      tree.add(child);
      open.addLast(child);
    }

    private void acceptSystemUse(DirectoryRecord record, SystemUseEntry entry)
        throws IsoFormatException {
      switch (entry.signature()) {
        case "CE" -> {
          if (entry.bytes().length() >= 28) {
            long position =
                record.volume().position(entry.bytes().both32(4)) + entry.bytes().both32(12);
            tree.continuations.add(new Extent(position, entry.bytes().both32(20)));
          }
        }
        case "PX" -> {
          if (entry.bytes().length() >= 44) {
            tree.lastSerial = Math.max(tree.lastSerial, entry.bytes().both32(36));
          }
        }
        case "CL", "PL" -> tree.relocations = true;
        default -> {
          // Nothing that lies elsewhere.
        }
      }
    }
  }
}
