package io.mkube.iso9660.verify;

import io.mkube.iso9660.directory.Extent;
import io.mkube.iso9660.directory.IsoEntry;
import io.mkube.iso9660.directory.Tree;
import io.mkube.iso9660.directory.TreeWalk;
import io.mkube.iso9660.directory.View;
import io.mkube.iso9660.format.Bytes;
import io.mkube.iso9660.format.ImageSource;
import io.mkube.iso9660.format.IsoFormatException;
import io.mkube.iso9660.format.Sector;
import io.mkube.iso9660.partition.PartitionTables;
import io.mkube.iso9660.volume.VolumeDescriptor;
import io.mkube.iso9660.volume.VolumeSet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Checks all structures of an image: volume descriptors, directories, path tables and Rock Ridge of
 * each tree, that the trees agree, boot catalog, boot info tables and partition tables. Contents of
 * files are not read but those of boot images, and a checksum of the whole is not checked.
 */
public final class ImageChecker {
  private final ImageSource source;
  private final Findings findings = new Findings();
  private final SpaceChecker space = new SpaceChecker(findings);

  private ImageChecker(ImageSource source) {
    this.source = source;
  }

  /**
   * Everything that is not as it should be.
   *
   * @throws IsoFormatException if it is no image at all
   */
  public static List<Finding> check(ImageSource source) throws IOException {
    ImageChecker checker = new ImageChecker(source);
    checker.check();
    return checker.findings.all();
  }

  private void check() throws IOException {
    VolumeSet main = VolumeSet.read(source);
    checkSet(main);
    PartitionTables tables = PartitionTables.read(source);
    guarded(() -> new PartitionChecker(source, tables, findings).check());
    guarded(() -> checkTrees(main));
    for (long start : partitionStarts(tables)) {
      guarded(() -> checkTwin(main, start));
    }
    if (main.bootCatalog().isPresent()) {
      long sector = main.bootCatalog().getAsLong();
      Map<Long, Long> files = new HashMap<>();
      guarded(() -> addFiles(main, files));
      Set<Long> partitions = partitionStarts(tables);
      guarded(() -> new BootChecker(source, space, findings, files, partitions).check(sector));
    }
    space.finish();
  }

  private void checkSet(VolumeSet set) throws IOException {
    guarded(() -> new DescriptorChecker(source, findings).check(set));
    long last = set.terminator().orElse(set.firstSector());
    space.use(
        SpaceChecker.Kind.DESCRIPTOR,
        new Extent(set.firstSector() * Sector.SIZE, (last + 1 - set.firstSector()) * Sector.SIZE),
        set.firstSector() * Sector.SIZE);
    Set<Long> roots = new HashSet<>();
    for (VolumeDescriptor volume : set.volumes()) {
      // The enhanced descriptor may have the tree of the primary one.
      if (roots.add(volume.rootRecord().both32(2))) {
        guarded(() -> checkVolume(set, volume));
      }
    }
  }

  private void checkVolume(VolumeSet set, VolumeDescriptor volume) throws IOException {
    long end =
        (set.firstSector() - VolumeSet.FIRST_SECTOR) * Sector.SIZE + set.primary().volumeBytes();
    Map<Long, StoredDirectory> directories =
        new TreeChecker(source, volume, end, space, findings).check();
    new PathTableChecker(source, volume, space, findings).check(directories);
  }

  /** The main tree is that of the primary descriptor, with the names that most readers show. */
  private void checkTrees(VolumeSet set) throws IOException {
    List<Tree> trees = Tree.of(source, set);
    for (Tree tree : trees) {
      boolean own = tree.view() == View.JOLIET || tree.view() == View.ENHANCED;
      if (own && !sameRoot(tree, trees.getFirst())) {
        new TreeComparison(findings).compare(trees.getFirst(), tree);
      }
    }
  }

  private static boolean sameRoot(Tree one, Tree other) {
    return one.root().extents().equals(other.root().extents());
  }

  private static Set<Long> partitionStarts(PartitionTables tables) {
    List<Long> starts = new ArrayList<>();
    tables.mbr().ifPresent(mbr -> mbr.partitions().forEach(p -> starts.add(p.position())));
    tables.gpt().ifPresent(gpt -> gpt.partitions().forEach(p -> starts.add(p.position())));
    Set<Long> sectors = new LinkedHashSet<>();
    for (long start : starts) {
      if (start > 0 && start % Sector.SIZE == 0) {
        sectors.add(start / Sector.SIZE);
      }
    }
    return sectors;
  }

  /** A partition inside the image that begins with a descriptor is meant to be mounted alone. */
  private void checkTwin(VolumeSet main, long start) throws IOException {
    long position = (start + VolumeSet.FIRST_SECTOR) * Sector.SIZE;
    if (position > source.size() - Sector.SIZE) {
      return;
    }
    Bytes head = source.bytes(position, Sector.SIZE, "partition_offset");
    boolean damaged =
        head.u8(0) == 1
            && head.u8(6) == 1
            && head.le32(80) == head.be32(84)
            && head.le16(128) == Sector.SIZE
            && head.be16(130) == Sector.SIZE;
    if (!head.has(1, "CD001") && !damaged) {
      return;
    }
    Optional<VolumeSet> twin = VolumeSet.twin(source, start);
    if (twin.isEmpty()) {
      findings.error(
          position, "partition_offset", "the partition at sector " + start + " cannot be mounted");
      return;
    }
    checkSet(twin.get());
    Bytes one = main.primary().bytes();
    Bytes two = twin.get().primary().bytes();
    findings.expect(
        one.slice(40, 32).sameAs(two.slice(40, 32)),
        two.offset(40),
        "partition_offset",
        "the volume has another name where the partition is mounted alone");
    List<Tree> mains = Tree.of(source, main);
    for (Tree tree : Tree.of(source, twin.get())) {
      for (Tree other : mains) {
        if (tree.view() == other.view()) {
          new TreeComparison(findings).compareTwin(other, tree);
        }
      }
    }
  }

  /** Length of each file by its position, as far as it lies in one piece. */
  private void addFiles(VolumeSet set, Map<Long, Long> files) throws IOException {
    Tree tree = Tree.of(source, set).getFirst();
    TreeWalk walk = tree.walk(tree.root());
    for (Optional<IsoEntry> next = walk.next(); next.isPresent(); next = walk.next()) {
      IsoEntry entry = next.get();
      if (entry.isFile() && entry.extents().size() == 1 && !entry.interleaved()) {
        Extent extent = entry.extents().getFirst();
        files.put(extent.position(), extent.length());
      }
    }
  }

  private void guarded(Check check) throws IOException {
    try {
      check.run();
    } catch (IsoFormatException e) {
      findings.broken(e);
    }
  }

  /** One check, which may end at a broken structure. */
  private interface Check {
    void run() throws IOException;
  }
}
