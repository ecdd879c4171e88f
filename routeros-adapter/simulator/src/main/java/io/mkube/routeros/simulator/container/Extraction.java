package io.mkube.routeros.simulator.container;

import io.mkube.routeros.simulator.fault.Fault;
import io.mkube.routeros.simulator.file.DevicePath;
import io.mkube.routeros.simulator.world.Row;
import io.mkube.routeros.simulator.world.RowId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Where images come from and what unpacking them leaves on the row. */
final class Extraction {
  private static final String FAILURE = "failure";
  private static final String ARCHITECTURE = "architecture";
  private static final String TAG = "image-tag";
  private static final String IMAGE_ID = "image-id";
  private static final String EXIT = "exit";
  private static final int MOST_REMEMBERED = 64;
  private static final long BYTES_PER_SECOND = 40L << 20;
  private static final long SIZE_OF_REMOTE = 20L << 20;

  private final Device device;
  private final ArchiveReader reader;
  private final Map<Archive, Image> remembered = new ConcurrentHashMap<>();

  Extraction(Device device) {
    this.device = device;
    this.reader = new ArchiveReader(device.version());
  }

  /** Reads an archive before the transaction that needs it; may take long. */
  void prepare(String file) {
    if (!file.isEmpty()) {
      archive(DevicePath.normal("file", file));
    }
  }

  /** The image that a row asks for. */
  Image image(Map<String, String> values) {
    String file = values.getOrDefault("file", "");
    if (!file.isEmpty()) {
      return archive(file);
    }
    String reference = values.getOrDefault("remote-image", "");
    return ImageName.parse(reference, defaultHost())
        .map(this::remote)
        .orElseGet(() -> new Image.Bad("invalid image reference '" + reference + "'"));
  }

  /** The name that the device gives a container of that image. */
  String nameFor(Map<String, String> values) {
    String file = values.getOrDefault("file", "");
    if (!file.isEmpty()) {
      return DevicePath.last(file).replaceFirst("\\.tar(\\.gz)?$", "");
    }
    String reference = values.getOrDefault("remote-image", "");
    return ImageName.parse(reference, defaultHost()).map(ImageName::shortName).orElse("container");
  }

  /** The row with what is decided when its import begins. */
  Row begin(Row row, Image image) {
    String rootDir = row.value("root-dir");
    if (!rootDir.isEmpty()) {
      device.files().makeFolders(rootDir);
    }
    Row plain = row.withHidden(FAILURE, null);
    String reference = row.value("remote-image");
    if (!reference.isEmpty()) {
      String tag =
          ImageName.parse(reference, defaultHost()).map(ImageName::toString).orElse(reference);
      plain = plain.with(tagName(), tag);
    }
    Row named = plain;
    return switch (image) {
      case Image.Bad bad -> named.withHidden(FAILURE, bad.reason());
      case Image.Good good -> {
        Row decided =
            named
                .withHidden(TAG, good.tag())
                .withHidden(IMAGE_ID, good.id())
                .withHidden(ARCHITECTURE, good.architecture())
                .withHidden(EXIT, exit(good.exitCode()));
        yield decided.withHidden(FAILURE, badLuck(row));
      }
    };
  }

  /** How long the import takes. */
  Duration duration(Row row, Image image) {
    long bytes = image instanceof Image.Good good ? good.bytes() : 0;
    long millis = 1000 + 1000 * bytes / BYTES_PER_SECOND;
    return device.faults().step(Duration.ofMillis(millis));
  }

  /** Why the import fails, empty if it does not. */
  String failure(Row row) {
    return row.hidden(FAILURE);
  }

  /** The row with what the image says. */
  Row finish(Row row) {
    Map<String, @Nullable String> values = new LinkedHashMap<>();
    values.put(tagName(), row.hidden(TAG));
    values.put("os", "linux");
    String architecture = row.hidden(ARCHITECTURE);
    values.put("arch", architecture.isEmpty() ? deviceArchitecture() : architecture);
    if (device.version().since(21)) {
      values.put("image-id", row.hidden(IMAGE_ID));
    }
    return row.with(values);
  }

  /** Whether the image is for another processor. */
  boolean wrongArchitecture(Row row) {
    String architecture = row.hidden(ARCHITECTURE);
    return !architecture.isEmpty() && !architecture.equals(deviceArchitecture());
  }

  /** Exit code of a process that ends by itself. */
  OptionalInt exitCode(Row row) {
    String code = row.hidden(EXIT);
    return code.isEmpty() ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(code));
  }

  /** What is imported, for the log. */
  String source(Row row) {
    return row.value("file").isEmpty() ? row.value("remote-image") : row.value("file");
  }

  private Image remote(ImageName name) {
    if (!name.reachable()) {
      return new Image.Bad(
          "error getting manifest of " + name + ": could not resolve host " + name.host());
    }
    return new Image.Good(name.toString(), name.imageId(), "", SIZE_OF_REMOTE, name.exitCode());
  }

  private Image archive(String file) {
    Path path = device.files().real().at(file);
    return device
        .files()
        .real()
        .find(file)
        .filter(found -> !found.folder())
        .map(found -> read(new Archive(path, found.size(), found.modifiedMillis())))
        .orElseGet(() -> new Image.Bad("no manifest.json in archive"));
  }

  private Image read(Archive archive) {
    Image known = remembered.get(archive);
    if (known != null) {
      return known;
    }
    if (remembered.size() >= MOST_REMEMBERED) {
      remembered.clear();
    }
    Image image = reader.read(archive.path());
    remembered.put(archive, image);
    return image;
  }

  private @Nullable String badLuck(Row row) {
    if (device.boot().diskFull()) {
      return "failed to extract layer: no space left on device";
    }
    if (row.value("file").isEmpty() && device.faults().strikes(Fault.PULL_RATE_LIMITED)) {
      return "error getting manifest: 429 Too Many Requests";
    }
    return device.faults().strikes(Fault.EXTRACTION_FAILURE) ? "failed to extract layer" : null;
  }

  /** The release that went back from repo to tag is inferred. */
  private String tagName() {
    return device.version().since(18) && !device.version().since(21) ? "repo" : "tag";
  }

  private String defaultHost() {
    String url =
        device.world().table("/container/config").find(RowId.SETTINGS).stream()
            .map(row -> row.value("registry-url"))
            .findFirst()
            .orElse("");
    if (!url.isEmpty()) {
      return url.replaceFirst("^https?://", "").replaceFirst("/.*$", "");
    }
    boolean linuxServer = device.version().since(18) && !device.version().since(21, 2);
    return linuxServer ? "lscr.io" : "docker.io";
  }

  private String deviceArchitecture() {
    String name = device.world().table("/system/resource").settings().value("architecture-name");
    return name.startsWith("x86") ? "amd64" : name;
  }

  private static @Nullable String exit(OptionalInt code) {
    return code.isPresent() ? Integer.toString(code.getAsInt()) : null;
  }

  private record Archive(Path path, long size, long modifiedMillis) {}
}
