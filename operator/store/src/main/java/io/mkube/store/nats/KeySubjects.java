package io.mkube.store.nats;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mkube.store.StoreKey;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Keys as subjects of the bucket: {@code $KV.BUCKET.group.resource.namespace.name}. Letters,
 * digits, {@code -} and {@code _} stand for themselves, every other byte of the UTF-8 form is
 * {@code =XX}, and an empty segment is {@code =}; so wildcards work per segment, and ordinary tools
 * for key-value buckets show the keys.
 */
final class KeySubjects {
  private static final String EMPTY = "=";
  private static final HexFormat HEX = HexFormat.of().withUpperCase();
  private static final int SEGMENTS = 4;

  private final String prefix;

  KeySubjects(String bucket) {
    this.prefix = "$KV." + bucket + ".";
  }

  /** Matches every subject of the bucket. */
  String all() {
    return prefix + ">";
  }

  /** The subject of what is no object, such as the format. */
  String plain(String token) {
    return prefix + token;
  }

  String of(StoreKey key) {
    StringBuilder subject = new StringBuilder(prefix.length() + 96).append(prefix);
    append(subject, key.group());
    append(subject.append('.'), key.resource());
    append(subject.append('.'), key.namespace());
    append(subject.append('.'), key.name());
    return subject.toString();
  }

  /** Reverses {@link #of}; empty for a subject that is no object's. */
  Optional<StoreKey> parse(String subject) {
    if (!subject.startsWith(prefix)) {
      return Optional.empty();
    }
    List<String> segments = new ArrayList<>(SEGMENTS);
    int start = prefix.length();
    while (start <= subject.length()) {
      int dot = subject.indexOf('.', start);
      int end = dot < 0 ? subject.length() : dot;
      Optional<String> segment = decode(subject, start, end);
      if (segment.isEmpty()) {
        return Optional.empty();
      }
      segments.add(segment.get());
      start = end + 1;
    }
    if (segments.size() != SEGMENTS || segments.get(1).isEmpty() || segments.get(3).isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new StoreKey(segments.get(0), segments.get(1), segments.get(2), segments.get(3)));
  }

  private static void append(StringBuilder subject, String segment) {
    if (segment.isEmpty()) {
      subject.append(EMPTY);
      return;
    }
    for (int i = 0; i < segment.length(); i++) {
      char c = segment.charAt(i);
      if (isPlain(c)) {
        subject.append(c);
      } else if (c < 0x80) {
        HEX.toHexDigits(subject.append('='), (byte) c);
      } else {
        int codePoint = segment.codePointAt(i);
        for (byte b : Character.toString(codePoint).getBytes(UTF_8)) {
          HEX.toHexDigits(subject.append('='), b);
        }
        i += Character.charCount(codePoint) - 1;
      }
    }
  }

  private static Optional<String> decode(String subject, int start, int end) {
    if (end - start == 1 && subject.charAt(start) == '=') {
      return Optional.of("");
    }
    if (end == start) {
      return Optional.empty();
    }
    int i = start;
    while (i < end && isPlain(subject.charAt(i))) {
      i++;
    }
    return i == end ? Optional.of(subject.substring(start, end)) : decodeBytes(subject, start, end);
  }

  private static Optional<String> decodeBytes(String subject, int start, int end) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(end - start);
    int i = start;
    while (i < end) {
      char c = subject.charAt(i);
      if (isPlain(c)) {
        bytes.write(c);
        i++;
      } else if (c == '='
          && i + 2 < end
          && HexFormat.isHexDigit(subject.charAt(i + 1))
          && HexFormat.isHexDigit(subject.charAt(i + 2))) {
        bytes.write(HexFormat.fromHexDigits(subject, i + 1, i + 3));
        i += 3;
      } else {
        return Optional.empty();
      }
    }
    return Optional.of(bytes.toString(UTF_8));
  }

  private static boolean isPlain(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= '0' && c <= '9')
        || (c >= 'A' && c <= 'Z')
        || c == '-'
        || c == '_';
  }
}
