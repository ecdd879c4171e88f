package io.mkube.routeros.simulator;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.mkube.routeros.simulator.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** Image archives for tests, good and bad. */
final class Archives {
  private Archives() {}

  /** docker-save version 1 with one layer. */
  static byte[] dockerSave(String tag, String architecture) {
    return tar(members(tag, architecture, layer()));
  }

  /** The members of such an archive, to be changed. */
  static Map<String, byte[]> members(String tag, String architecture, byte[] layer) {
    String diffId = sha256(layer());
    byte[] config =
        Json.write(
            Map.of(
                "architecture",
                architecture,
                "os",
                "linux",
                "rootfs",
                Map.of("type", "layers", "diff_ids", List.of("sha256:" + diffId))));
    String configName = sha256(config) + ".json";
    Map<String, byte[]> members = new LinkedHashMap<>();
    members.put(configName, config);
    members.put(diffId + "/layer.tar", layer);
    members.put(diffId + "/VERSION", "1.0".getBytes(UTF_8));
    members.put(
        "manifest.json",
        Json.write(
            List.of(
                Map.of(
                    "Config", configName,
                    "RepoTags", List.of(tag),
                    "Layers", List.of(diffId + "/layer.tar")))));
    return members;
  }

  static byte[] layer() {
    return tar(Map.of("bin/sh", "#!".getBytes(UTF_8)));
  }

  static byte[] tar(Map<String, byte[]> members) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    members.forEach(
        (name, content) -> {
          out.writeBytes(header(name, content.length));
          out.writeBytes(content);
          out.writeBytes(new byte[(512 - content.length % 512) % 512]);
        });
    out.writeBytes(new byte[1024]);
    return out.toByteArray();
  }

  static byte[] gzip(byte[] plain) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(plain);
    }
    return out.toByteArray();
  }

  private static byte[] header(String name, int size) {
    byte[] header = new byte[512];
    put(header, 0, name);
    put(header, 100, "0000644");
    put(header, 108, "0000000");
    put(header, 116, "0000000");
    put(header, 124, String.format(Locale.ROOT, "%011o", size));
    put(header, 136, "00000000000");
    put(header, 148, "        ");
    header[156] = '0';
    put(header, 257, "ustar");
    put(header, 263, "00");
    int sum = 0;
    for (byte value : header) {
      sum += value & 0xFF;
    }
    put(header, 148, String.format(Locale.ROOT, "%06o", sum));
    header[154] = 0;
    header[155] = ' ';
    return header;
  }

  private static void put(byte[] header, int at, String text) {
    byte[] bytes = text.getBytes(US_ASCII);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
