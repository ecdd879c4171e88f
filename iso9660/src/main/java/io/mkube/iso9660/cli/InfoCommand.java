package io.mkube.iso9660.cli;

import io.mkube.iso9660.IsoImage;
import io.mkube.iso9660.boot.BootCatalog;
import io.mkube.iso9660.boot.BootEntry;
import io.mkube.iso9660.checksum.ImplantedMd5;
import io.mkube.iso9660.checksum.SumFiles;
import io.mkube.iso9660.checksum.SuseTag;
import io.mkube.iso9660.directory.IsoEntry;
import io.mkube.iso9660.directory.Tree;
import io.mkube.iso9660.directory.TreeWalk;
import io.mkube.iso9660.esp.EspImages;
import io.mkube.iso9660.format.Bytes;
import io.mkube.iso9660.format.ImageSource;
import io.mkube.iso9660.format.Sector;
import io.mkube.iso9660.partition.Apm;
import io.mkube.iso9660.partition.Gpt;
import io.mkube.iso9660.partition.Mbr;
import io.mkube.iso9660.partition.PartitionTables;
import io.mkube.iso9660.verify.Finding;
import io.mkube.iso9660.verify.ImageChecker;
import io.mkube.iso9660.volume.VolumeDescriptor;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code iso info}: what an image is. */
final class InfoCommand {
  /** Where a partition with HFS says that it is one. */
  private static final int HFS_HEAD = 1024;

  private InfoCommand() {}

  static int run(Arguments arguments, PrintStream out) throws IOException, UsageException {
    Arguments.Sorted sorted = arguments.sort(Set.of("--json"), Set.of(), 1, "FILE");
    try (IsoImage image = IsoImage.open(sorted.file(0))) {
      Map<String, Object> info = new LinkedHashMap<>();
      info.put("volume", volume(image));
      info.put("trees", image.trees().stream().map(InfoCommand::tree).toList());
      info.put("boot", boot(image));
      info.put("partitions", partitions(image));
      info.put("efiPartitions", efiPartitions(image));
      Optional<ImplantedMd5> md5 = ImplantedMd5.find(image.source());
      info.put("implantedMd5", md5.map(ImplantedMd5::md5).orElse("none"));
      info.put("suseSums", SuseTag.find(image.source()).map(SuseTag::sums).orElse(List.of()));
      info.put("checksumLists", checksumLists(image));
      info.put("unusual", unusual(image));
      if (sorted.has("--json")) {
        out.println(Json.of(info));
      } else {
        Outline.print(info, out);
      }
    }
    return IsoCommand.OK;
  }

  private static Map<String, Object> volume(IsoImage image) throws IOException {
    VolumeDescriptor volume = image.volumes().primary();
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("identifier", volume.volumeIdentifier());
    map.put("system", volume.systemIdentifier());
    map.put("publisher", volume.publisherIdentifier());
    map.put("preparer", volume.dataPreparerIdentifier());
    map.put("application", volume.applicationIdentifier());
    map.put("created", volume.created().map(Instant::toString).orElse("unknown"));
    map.put("modified", volume.modified().map(Instant::toString).orElse("unknown"));
    map.put("blockSize", volume.blockSize());
    map.put("volumeBytes", volume.volumeBytes());
    map.put("fileBytes", image.source().size());
    return map;
  }

  private static String tree(Tree tree) {
    return tree.view().name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static List<String> checksumLists(IsoImage image) throws IOException {
    return image.list("/").stream()
        .filter(entry -> entry.isFile() && SumFiles.isList(entry.name()))
        .map(IsoEntry::path)
        .toList();
  }

  /** Paths of files by where their content begins. */
  private static Map<Long, String> paths(IsoImage image) throws IOException {
    Map<Long, String> paths = new HashMap<>();
    TreeWalk walk = image.walk();
    for (Optional<IsoEntry> next = walk.next(); next.isPresent(); next = walk.next()) {
      IsoEntry entry = next.get();
      if (entry.isFile() && entry.size() > 0 && !entry.extents().isEmpty()) {
        paths.putIfAbsent(entry.extents().getFirst().position(), entry.path());
      }
    }
    return paths;
  }

  private static List<Map<String, Object>> boot(IsoImage image) throws IOException {
    List<Map<String, Object>> entries = new ArrayList<>();
    if (image.volumes().bootCatalog().isEmpty()) {
      return entries;
    }
    Map<Long, String> paths = paths(image);
    BootCatalog catalog =
        BootCatalog.read(image.source(), image.volumes().bootCatalog().getAsLong());
    for (BootEntry entry : catalog.entries()) {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("platform", entry.platform().name().toLowerCase(Locale.ROOT).replace('_', ' '));
      map.put("bootable", entry.bootable());
      map.put("emulation", entry.media() == 0 ? "none" : "type " + entry.media());
      map.put("sector", entry.block());
      map.put("loadedBytes", entry.loadedBytes());
      map.put("path", paths.getOrDefault(entry.position(), "none"));
      entries.add(map);
    }
    return entries;
  }

  private static List<Map<String, Object>> partitions(IsoImage image) throws IOException {
    PartitionTables tables = PartitionTables.read(image.source());
    List<Map<String, Object>> partitions = new ArrayList<>();
    tables
        .mbr()
        .ifPresent(
            mbr -> {
              for (Mbr.Entry entry : mbr.partitions()) {
                String type = String.format("0x%02x", entry.type());
                partitions.add(
                    partition("MBR", entry.index(), type, entry.position(), entry.end()));
              }
            });
    tables
        .gpt()
        .ifPresent(
            gpt -> {
              for (Gpt.Entry entry : gpt.partitions()) {
                String type =
                    entry.type().equals(Gpt.EFI_SYSTEM)
                        ? "EFI system"
                        : entry.name() + " " + entry.type();
                partitions.add(
                    partition("GPT", entry.index(), type, entry.position(), entry.end()));
              }
            });
    tables
        .apm()
        .ifPresent(
            apm -> {
              for (int i = 0; i < apm.partitions().size(); i++) {
                var entry = apm.partitions().get(i);
                long start = entry.start() * apm.blockSize();
                long end = start + entry.count() * apm.blockSize();
                partitions.add(partition("APM", i, entry.type(), start, end));
              }
            });
    return partitions;
  }

  private static Map<String, Object> partition(
      String table, int index, String type, long start, long end) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("table", table);
    map.put("number", index + 1);
    map.put("type", type.strip());
    map.put("start", start);
    map.put("bytes", end - start);
    return map;
  }

  private static List<Map<String, Object>> efiPartitions(IsoImage image) throws IOException {
    EspImages images = EspImages.of(image.source(), image.volumes());
    List<Map<String, Object>> list = new ArrayList<>();
    for (int number = 1; number <= images.positions().size(); number++) {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("name", "esp" + number);
      map.put("start", images.positions().get(number - 1));
      map.put("type", "FAT" + images.volume(number).layout().bits());
      list.add(map);
    }
    return list;
  }

  private static List<String> unusual(IsoImage image) throws IOException {
    List<String> unusual = new ArrayList<>();
    long volume = Sector.roundUp(image.volumes().primary().volumeBytes());
    if (volume < image.source().size()) {
      unusual.add(image.source().size() - volume + " bytes lie behind the volume");
    }
    if (image.volumes().udf()) {
      unusual.add("there is a UDF file system too, which may hold other files");
    }
    if (hasMacintosh(image.source())) {
      unusual.add("there is an HFS file system too, which Macs read and patches do not change");
    }
    int sessions = image.sessions().firstSectors().size();
    if (sessions > 1) {
      unusual.add("this is the newest of " + sessions + " sessions");
    }
    if (image.volumes().primary().extendedArchitecture()) {
      unusual.add("directory records carry data of CD-ROM XA");
    }
    for (Finding finding : ImageChecker.check(image.source())) {
      unusual.add(finding.toString());
    }
    return unusual;
  }

  /** Whether there is HFS or HFS+, in the image itself or in a partition of an Apple map. */
  private static boolean hasMacintosh(ImageSource source) throws IOException {
    List<Long> starts = new ArrayList<>(List.of(0L));
    Optional<Apm> apm = PartitionTables.read(source).apm();
    if (apm.isPresent()) {
      apm.get().partitions().forEach(entry -> starts.add(entry.start() * apm.get().blockSize()));
    }
    for (long start : starts) {
      if (start >= 0 && start <= source.size() - HFS_HEAD - 2) {
        Bytes head = source.bytes(start + HFS_HEAD, 2, "HFS");
        if (head.has(0, "BD") || head.has(0, "H+") || head.has(0, "HX")) {
          return true;
        }
      }
    }
    return false;
  }
}
