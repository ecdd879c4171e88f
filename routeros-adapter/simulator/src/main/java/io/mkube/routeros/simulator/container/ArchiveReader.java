package io.mkube.routeros.simulator.container;

import io.mkube.routeros.simulator.console.RouterOsVersion;
import io.mkube.routeros.simulator.json.Json;
import io.mkube.routeros.simulator.json.JsonException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads an image archive as the device does: docker-save version 1, one image, plain layers; whole
 * archive gzipped since 7.17. Two passes over the file, because the manifest may come last; memory
 * is bounded by the size of manifest and configuration.
 */
final class ArchiveReader {
  private static final int LARGEST_JSON = 4 << 20;
  private static final int MOST_MEMBERS = 100_000;

  private final RouterOsVersion version;

  ArchiveReader(RouterOsVersion version) {
    this.version = version;
  }

  /** Reads the archive; everything wrong with it becomes a {@link Image.Bad}. */
  Image read(Path file) {
    try {
      boolean gzip = gzip(file);
      if (gzip && !version.since(17)) {
        return new Image.Bad("no manifest.json in archive");
      }
      Manifest manifest = manifest(file, gzip);
      return manifest == null
          ? new Image.Bad("no manifest.json in archive")
          : check(file, gzip, manifest);
    } catch (IOException e) {
      return new Image.Bad("failed to read archive: " + e.getMessage());
    } catch (JsonException e) {
      return new Image.Bad("failed to parse manifest.json: " + e.getMessage());
    }
  }

  private @Nullable Manifest manifest(Path file, boolean gzip) throws IOException {
    try (InputStream in = open(file, gzip)) {
      TarReader tar = new TarReader(in);
      int members = 0;
      for (TarReader.Member member = tar.next(); member != null; member = tar.next()) {
        if (++members > MOST_MEMBERS) {
          throw new IOException("more than " + MOST_MEMBERS + " members");
        }
        if (member.file() && member.path().equals("manifest.json")) {
          return Manifest.parse(tar.content(LARGEST_JSON));
        }
      }
      return null;
    }
  }

  private Image check(Path file, boolean gzip, Manifest manifest) throws IOException {
    Map<String, LayerFound> layers = new HashMap<>();
    manifest.layers().forEach(layer -> layers.put(layer, LayerFound.NO));
    Map<String, @Nullable Object> configuration = null;
    String id = "";
    long bytes = 0;
    try (InputStream in = open(file, gzip)) {
      TarReader tar = new TarReader(in);
      for (TarReader.Member member = tar.next(); member != null; member = tar.next()) {
        if (member.path().equals(manifest.config()) && member.file()) {
          byte[] content = tar.content(LARGEST_JSON);
          configuration = Json.parseObject(content);
          id = "sha256:" + HexFormat.of().formatHex(sha256().digest(content));
        } else if (layers.containsKey(member.path())) {
          bytes += member.size();
          layers.put(member.path(), layer(tar, member));
        }
      }
    }
    if (configuration == null) {
      return new Image.Bad("no " + manifest.config() + " in archive");
    }
    return verdict(manifest, configuration, new Sum(id, bytes), layers);
  }

  private Image verdict(
      Manifest manifest,
      Map<String, @Nullable Object> configuration,
      Sum sum,
      Map<String, LayerFound> layers) {
    for (String layer : manifest.layers()) {
      LayerFound found = layers.getOrDefault(layer, LayerFound.NO);
      if (!found.plain()) {
        return new Image.Bad("failed to extract layer " + layer + ": " + found.reason());
      }
    }
    List<String> diffIds = diffIds(configuration);
    for (int i = 0; i < diffIds.size() && i < manifest.layers().size(); i++) {
      LayerFound found = layers.getOrDefault(manifest.layers().get(i), LayerFound.NO);
      if (!found.digest().equals(diffIds.get(i))) {
        return new Image.Bad(
            "failed to extract layer " + manifest.layers().get(i) + ": wrong digest");
      }
    }
    String architecture = String.valueOf(configuration.getOrDefault("architecture", ""));
    return new Image.Good(manifest.tag(), sum.id(), architecture, sum.bytes(), OptionalInt.empty());
  }

  private static List<String> diffIds(Map<String, @Nullable Object> configuration) {
    if (configuration.get("rootfs") instanceof Map<?, ?> rootfs
        && rootfs.get("diff_ids") instanceof List<?> ids) {
      return ids.stream().map(String::valueOf).toList();
    }
    return List.of();
  }

  private static LayerFound layer(TarReader tar, TarReader.Member member) throws IOException {
    if (!member.file()) {
      return new LayerFound("", "not a regular file");
    }
    MessageDigest digest = sha256();
    byte[] buffer = new byte[64 * 1024];
    boolean first = true;
    for (int count = tar.read(buffer); count >= 0; count = tar.read(buffer)) {
      if (first && count >= 2 && buffer[0] == 0x1f && (buffer[1] & 0xFF) == 0x8b) {
        return new LayerFound("", "layer is compressed");
      }
      first = false;
      digest.update(buffer, 0, count);
    }
    if (first) {
      return new LayerFound("", "layer is empty");
    }
    return new LayerFound("sha256:" + HexFormat.of().formatHex(digest.digest()), "");
  }

  private static InputStream open(Path file, boolean gzip) throws IOException {
    InputStream plain = new BufferedInputStream(Files.newInputStream(file), 64 * 1024);
    return gzip ? new GZIPInputStream(plain, 64 * 1024) : plain;
  }

  private static boolean gzip(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.read() == 0x1f && in.read() == 0x8b;
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }

  /**
   * What the archive says that it holds.
   *
   * @param config member with the configuration
   * @param tag first name of the image, empty if it has none
   * @param layers members with the layers, lowest first
   */
  private record Manifest(String config, String tag, List<String> layers) {
    static Manifest parse(byte[] content) throws IOException {
      if (Json.parse(content) instanceof List<?> list
          && !list.isEmpty()
          && list.getFirst() instanceof Map<?, ?> image
          && image.get("Config") instanceof String config
          && image.get("Layers") instanceof List<?> layers) {
        String tag =
            image.get("RepoTags") instanceof List<?> tags && !tags.isEmpty()
                ? String.valueOf(tags.getFirst())
                : "";
        return new Manifest(config, tag, layers.stream().map(String::valueOf).toList());
      }
      throw new IOException("manifest.json has no Config and Layers");
    }
  }

  private record LayerFound(String digest, String reason) {
    static final LayerFound NO = new LayerFound("", "not in archive");

    boolean plain() {
      return reason.isEmpty();
    }
  }

  private record Sum(String id, long bytes) {}
}
