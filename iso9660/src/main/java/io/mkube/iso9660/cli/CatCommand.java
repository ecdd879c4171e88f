package io.mkube.iso9660.cli;

import io.mkube.iso9660.IsoImage;
import io.mkube.iso9660.directory.IsoEntry;
import io.mkube.iso9660.directory.Tree;
import io.mkube.iso9660.esp.EspImages;
import io.mkube.iso9660.esp.EspPath;
import io.mkube.iso9660.fat.FatEntry;
import io.mkube.iso9660.fat.FatVolume;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.channels.Channels;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import java.util.Set;

/** {@code iso cat}: the content of a file. */
final class CatCommand {
  private static final int MOST_LINKS = 40;

  private CatCommand() {}

  static int run(Arguments arguments, PrintStream out) throws IOException, UsageException {
    Arguments.Sorted sorted = arguments.sort(Set.of(), Set.of(), 2, "FILE", "PATH");
    String path = sorted.operands().get(1);
    try (IsoImage image = IsoImage.open(sorted.file(0))) {
      Optional<EspPath> partition = EspPath.parse(path);
      if (partition.isPresent()) {
        out.write(partitionFile(image, partition.get()));
        return IsoCommand.OK;
      }
      IsoEntry entry = file(image.tree(), Paths.checked(path));
      try (InputStream content = Channels.newInputStream(image.open(entry))) {
        content.transferTo(out);
      }
    }
    return IsoCommand.OK;
  }

  private static byte[] partitionFile(IsoImage image, EspPath path) throws IOException {
    EspImages partitions = EspImages.of(image.source(), image.volumes());
    FatVolume volume = partitions.volume(partitions.holding(path).getFirst());
    FatEntry entry = volume.find(path.path()).orElseThrow();
    if (entry.directory()) {
      throw new FileSystemException(path.toString(), null, "is a directory; see mkube iso ls");
    }
    return volume.read(entry);
  }

  /** The file of a path, through symbolic links that stay inside the image. */
  private static IsoEntry file(Tree tree, String path) throws IOException {
    String at = path;
    for (int hop = 0; hop < MOST_LINKS; hop++) {
      String here = at;
      IsoEntry entry = tree.find(here).orElseThrow(() -> new NoSuchFileException(here));
      switch (entry.type()) {
        case FILE -> {
          return entry;
        }
        case SYMBOLIC_LINK -> at = target(entry);
        case DIRECTORY ->
            throw new FileSystemException(path, null, "is a directory; see mkube iso ls");
        default -> throw new FileSystemException(path, null, "is no file but a device");
      }
    }
    throw new FileSystemLoopException(path);
  }

  private static String target(IsoEntry link) {
    String target = link.rockRidge().linkTarget().orElse("");
    String folder = link.path().substring(0, link.path().lastIndexOf('/') + 1);
    StringBuilder path = new StringBuilder();
    for (String name : (target.startsWith("/") ? target : folder + target).split("/", -1)) {
      if (name.equals("..")) {
        path.setLength(Math.max(path.lastIndexOf("/"), 0));
      } else if (!name.isEmpty() && !name.equals(".")) {
        path.append('/').append(name);
      }
    }
    return path.isEmpty() ? "/" : path.toString();
  }
}
