package io.mkube.iso9660.esp;

import io.mkube.iso9660.boot.BootCatalog;
import io.mkube.iso9660.boot.BootEntry;
import io.mkube.iso9660.fat.FatEntry;
import io.mkube.iso9660.fat.FatLayout;
import io.mkube.iso9660.fat.FatVolume;
import io.mkube.iso9660.format.ImageSource;
import io.mkube.iso9660.partition.Gpt;
import io.mkube.iso9660.partition.Mbr;
import io.mkube.iso9660.partition.PartitionTables;
import io.mkube.iso9660.volume.VolumeSet;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The FAT file systems that an image boots from: named by its boot catalog first, then by its
 * partition tables, each once.
 *
 * @param source the image
 * @param positions where they begin
 */
public record EspImages(ImageSource source, List<Long> positions) {
  public EspImages {
    positions = List.copyOf(positions);
  }

  /** Finds them. */
  public static EspImages of(ImageSource source, VolumeSet volumes) throws IOException {
    Set<Long> candidates = new LinkedHashSet<>();
    if (volumes.bootCatalog().isPresent()) {
      BootCatalog catalog = BootCatalog.read(source, volumes.bootCatalog().getAsLong());
      catalog.entries().stream().map(BootEntry::position).forEach(candidates::add);
    }
    PartitionTables tables = PartitionTables.read(source);
    if (tables.gpt().isPresent()) {
      tables.gpt().get().partitions().stream().map(Gpt.Entry::position).forEach(candidates::add);
    }
    if (tables.mbr().isPresent()) {
      tables.mbr().get().partitions().stream().map(Mbr.Entry::position).forEach(candidates::add);
    }
    List<Long> found = new ArrayList<>();
    for (long position : candidates) {
      if (position > 0 && FatLayout.isPresent(source, position)) {
        found.add(position);
      }
    }
    return new EspImages(source, found);
  }

  /**
   * The file systems that hold a path, by number from 1.
   *
   * @throws NoSuchFileException if there is none
   */
  public List<Integer> holding(EspPath path) throws IOException {
    List<Integer> numbers = new ArrayList<>();
    for (int number = 1; number <= positions.size(); number++) {
      boolean asked = path.number().isEmpty() || path.number().getAsInt() == number;
      if (asked && volume(number).find(path.path()).isPresent()) {
        numbers.add(number);
      }
    }
    if (numbers.isEmpty()) {
      throw new NoSuchFileException(
          path.toString(),
          null,
          positions.isEmpty()
              ? "the image has no EFI partition"
              : "none of " + positions.size() + " EFI partitions holds it");
    }
    return numbers;
  }

  /** The file system of a number from 1. */
  public FatVolume volume(int number) throws IOException {
    return FatVolume.open(source, positions.get(number - 1));
  }

  /** The content of a file in the first file system that holds it. */
  public byte[] read(EspPath path) throws IOException {
    return volume(holding(path).getFirst()).read(path.path());
  }

  /** The content of a file in the first file system that holds it, read when it is asked for. */
  public ImageSource content(EspPath path) throws IOException {
    FatVolume volume = volume(holding(path).getFirst());
    FatEntry entry =
        volume
            .find(path.path())
            .filter(e -> !e.directory())
            .orElseThrow(() -> new NoSuchFileException(path.toString(), null, "is no file"));
    return volume.content(entry);
  }

  /** The entry of a path in the first file system that holds it. */
  public FatEntry find(EspPath path) throws IOException {
    Optional<FatEntry> entry = volume(holding(path).getFirst()).find(path.path());
    return entry.orElseThrow(() -> new NoSuchFileException(path.toString()));
  }
}
