package io.mkube.apiserver.discovery;

import io.mkube.apiserver.catalog.GroupVersionKind;
import io.mkube.apiserver.resource.ServedResource;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/** Content hashes for ETags and document versions. */
final class Hash {
  private Hash() {}

  /** What tells clients that objects are stored in another way than before. */
  static String ofStorage(ServedResource resource) {
    GroupVersionKind kind = resource.type().kind();
    String version = resource.location().form().storedVersion(kind.version());
    String text = kind.group() + "/" + version + "/" + kind.kind();
    byte[] digest = digest(text.getBytes(StandardCharsets.UTF_8));
    return Base64.getEncoder().encodeToString(Arrays.copyOf(digest, 8));
  }

  static String of(byte[] content) {
    return HexFormat.of().withUpperCase().formatHex(digest(content));
  }

  private static byte[] digest(byte[] content) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(content);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is part of every Java", e);
    }
  }

  static String of(String content) {
    return of(content.getBytes(StandardCharsets.UTF_8));
  }
}
