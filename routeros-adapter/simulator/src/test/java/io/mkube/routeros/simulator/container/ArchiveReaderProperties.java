package io.mkube.routeros.simulator.container;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.mkube.routeros.simulator.console.RouterOsVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

class ArchiveReaderProperties {
  private final ArchiveReader reader = new ArchiveReader(RouterOsVersion.parse("7.21.5"));

  @Property(tries = 100)
  void refusesAnyBytesThatAreNoArchive(@ForAll @Size(max = 2048) byte[] bytes) throws IOException {
    Path file = Files.createTempFile("archive", ".tar");
    try {
      Files.write(file, bytes);
      assertInstanceOf(Image.Bad.class, reader.read(file));
    } finally {
      Files.delete(file);
    }
  }
}
