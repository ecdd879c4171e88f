package io.mkube.iso9660.patch;

import io.mkube.iso9660.boot.BootCatalog;
import io.mkube.iso9660.boot.BootEntry;
import io.mkube.iso9660.delta.Draft;
import io.mkube.iso9660.directory.Extent;
import io.mkube.iso9660.fat.FatLayout;
import io.mkube.iso9660.format.Sector;
import io.mkube.iso9660.partition.Apm;
import io.mkube.iso9660.partition.Gpt;
import io.mkube.iso9660.partition.Mbr;
import io.mkube.iso9660.partition.PartitionTables;
import io.mkube.iso9660.volume.VolumeDescriptor;
import io.mkube.iso9660.volume.VolumeSet;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is where in an image that is about to be changed.
 *
 * @param size bytes of the image when it was read
 * @param sets volume descriptors: the main set, and that of a partition that can be mounted alone
 * @param trees every tree once, the primary one first
 * @param space what is used
 * @param areas room for entries that do not fit into their records
 * @param partitions partition tables
 * @param catalog boot catalog
 */
record ImageScan(
    long size,
    List<VolumeSet> sets,
    List<TreeModel> trees,
    SpaceMap space,
    ContinuationAreas areas,
    PartitionTables partitions,
    Optional<BootCatalog> catalog) {
  private static final int PATH_TABLES = 4;

  /** Tables may round an image up; what they name further away was cut off. */
  private static final long MAX_ROUNDING = 64L << 20;

  /**
   * Reads all of an image but the content of its files.
   *
   * @throws FileSystemException if it is of a kind that cannot be changed
   */
  static ImageScan of(Draft draft, boolean wipe) throws IOException {
    VolumeSet main = VolumeSet.read(draft);
    PartitionTables partitions = PartitionTables.read(draft);
    List<VolumeSet> sets = new ArrayList<>(List.of(main));
    twin(draft, partitions).ifPresent(sets::add);
    Optional<BootCatalog> catalog =
        main.bootCatalog().isPresent()
            ? Optional.of(BootCatalog.read(draft, main.bootCatalog().getAsLong()))
            : Optional.empty();
    long volumeEnd = volumeEnd(sets);
    long end = Math.max(Sector.count(draft.size()), Sector.count(main.primary().volumeBytes()));
    end = Math.max(end, Sector.count(partitions.end()));
    List<Extent> bootImages = new ArrayList<>();
    if (catalog.isPresent()) {
      for (BootEntry entry : catalog.get().entries()) {
        Extent image = bootImage(draft, entry);
        bootImages.add(image);
        end = Math.max(end, Sector.count(image.end()));
      }
      bootImages.add(new Extent(catalog.get().sector() * Sector.SIZE, Sector.SIZE));
    }
    end = Math.min(end, Sector.count(draft.size() + MAX_ROUNDING));
    SpaceMap space = new SpaceMap(draft, volumeEnd, end, wipe);
    bootImages.forEach(space::use);
    usePartitions(partitions, space);
    List<TreeModel> trees = new ArrayList<>();
    for (VolumeSet set : sets) {
      trees.addAll(trees(draft, set, space));
    }
    ContinuationAreas areas = new ContinuationAreas(draft, space);
    trees.forEach(tree -> tree.continuations().forEach(areas::found));
    return new ImageScan(
        draft.size(), List.copyOf(sets), List.copyOf(trees), space, areas, partitions, catalog);
  }

  /** Whether a UDF file system stands beside this one, whose directories would not follow. */
  boolean udf() {
    return sets.getFirst().udf();
  }

  /** The descriptors of a partition that can be mounted alone. */
  Optional<VolumeSet> twin() {
    return sets.size() > 1 ? Optional.of(sets.get(1)) : Optional.empty();
  }

  /** First sector that does not belong to every volume: all trees reach what lies before it. */
  private static long volumeEnd(List<VolumeSet> sets) throws IOException {
    long end = Long.MAX_VALUE;
    for (VolumeSet set : sets) {
      end = Math.min(end, set.shift() + Sector.count(set.primary().volumeBytes()));
    }
    return end;
  }

  /** A descriptor set in a partition that begins inside the image. */
  private static Optional<VolumeSet> twin(Draft draft, PartitionTables tables) throws IOException {
    List<Long> starts = new ArrayList<>();
    tables.mbr().ifPresent(mbr -> mbr.partitions().forEach(p -> starts.add(p.position())));
    tables.gpt().ifPresent(gpt -> gpt.partitions().forEach(p -> starts.add(p.position())));
    for (long start : starts) {
      if (start > 0 && start % Sector.SIZE == 0) {
        Optional<VolumeSet> set = VolumeSet.twin(draft, start / Sector.SIZE);
        if (set.isPresent()) {
          return set;
        }
      }
    }
    return Optional.empty();
  }

  /** The sectors of a boot image; of a FAT file system all, whatever the catalog says. */
  static Extent bootImage(Draft draft, BootEntry entry) throws IOException {
    if (FatLayout.isPresent(draft, entry.position())) {
      FatLayout fat = FatLayout.read(draft, entry.position());
      return new Extent(entry.position(), fat.end() - entry.position());
    }
    return new Extent(entry.position(), Math.max(entry.loadedBytes(), 1));
  }

  private static void usePartitions(PartitionTables tables, SpaceMap space) {
    tables
        .mbr()
        .ifPresent(
            mbr -> {
              for (Mbr.Entry entry : mbr.partitions()) {
                // A partition from the start is the image itself, whose padding may be used.
                if (entry.start() > 0 && entry.type() == Mbr.EFI_SYSTEM) {
                  space.use(new Extent(entry.position(), entry.end() - entry.position()));
                }
              }
            });
    for (Optional<Gpt> table : List.of(tables.gpt(), tables.backup())) {
      table.ifPresent(gpt -> useGpt(gpt, space));
    }
    tables.apm().ifPresent(apm -> useApm(apm, space));
  }

  private static void useGpt(Gpt gpt, SpaceMap space) {
    space.use(new Extent(gpt.lba() * Mbr.BLOCK, Mbr.BLOCK));
    space.use(new Extent(gpt.arrayLba() * Mbr.BLOCK, gpt.arrayBytes()));
    for (Gpt.Entry entry : gpt.partitions()) {
      if (entry.type().equals(Gpt.EFI_SYSTEM)) {
        space.use(new Extent(entry.position(), entry.end() - entry.position()));
      }
    }
  }

  /** What HFS has allocated is not known here, so all of it counts as used. */
  private static void useApm(Apm apm, SpaceMap space) {
    for (Apm.Entry entry : apm.partitions()) {
      if (entry.type().startsWith("Apple_HFS")) {
        space.use(new Extent(entry.start() * apm.blockSize(), entry.count() * apm.blockSize()));
      }
    }
  }

  private static List<TreeModel> trees(Draft draft, VolumeSet set, SpaceMap space)
      throws IOException {
    Map<Long, List<VolumeDescriptor>> byRoot = new LinkedHashMap<>();
    for (VolumeDescriptor volume : set.volumes()) {
      space.use(new Extent(volume.bytes().offset(), Sector.SIZE));
      usePathTables(volume, space);
      byRoot.computeIfAbsent(volume.rootRecord().both32(2), block -> new ArrayList<>()).add(volume);
    }
    if (set.terminator().isPresent()) {
      long first = set.firstSector();
      long count = set.terminator().getAsLong() + 1 - first;
      space.use(new Extent(first * Sector.SIZE, count * Sector.SIZE));
    }
    List<TreeModel> trees = new ArrayList<>();
    for (List<VolumeDescriptor> volumes : byRoot.values()) {
      trees.add(TreeModel.scan(draft, volumes, space));
    }
    return trees;
  }

  private static void usePathTables(VolumeDescriptor volume, SpaceMap space) throws IOException {
    long[] blocks = new long[PATH_TABLES];
    blocks[0] = volume.pathTableL();
    blocks[1] = volume.optionalPathTableL();
    blocks[2] = volume.pathTableM();
    blocks[3] = volume.optionalPathTableM();
    for (long block : blocks) {
      if (block != 0) {
        space.use(new Extent(volume.position(block), volume.pathTableSize()));
      }
    }
  }
}
