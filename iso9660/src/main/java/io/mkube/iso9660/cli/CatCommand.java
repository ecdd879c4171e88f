package io.mkube.iso9660.cli;

import io.mkube.iso9660.IsoImage;
import io.mkube.iso9660.directory.IsoEntry;
import io.mkube.iso9660.esp.EspImages;
import io.mkube.iso9660.esp.EspPath;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.channels.Channels;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code iso cat}: the content of a file. */
final class CatCommand {
  private CatCommand() {}

  static int run(Arguments arguments, PrintStream out) throws IOException, UsageException {
    Arguments.Sorted sorted = arguments.sort(Set.of(), Set.of(), 2, 2);
    String path = sorted.operands().get(1);
    try (IsoImage image = IsoImage.open(sorted.file(0))) {
      Optional<EspPath> partition = EspPath.parse(path);
      if (partition.isPresent()) {
        out.write(EspImages.of(image.source(), image.volumes()).read(partition.get()));
        return IsoCommand.OK;
      }
      if (List.of(path.split("/", -1)).contains("..")) {
        throw new UsageException("a path must not contain '..': " + path);
      }
      IsoEntry entry = image.find(path).orElseThrow(() -> new NoSuchFileException(path));
      if (!entry.isFile()) {
        throw new FileSystemException(path, null, "is no file");
      }
      try (InputStream content = Channels.newInputStream(image.open(entry))) {
        content.transferTo(out);
      }
      if (out.checkError()) {
        throw new IOException("standard output cannot be written");
      }
    }
    return IsoCommand.OK;
  }
}
