package io.mkube.apiserver.object;

import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Lays compact JSON out for people as it passes, as Go's encoder does: two spaces a level, empty
 * objects and lists on one line, nothing behind the end. Holds no more than the depth.
 */
public final class IndentedJson extends FilterOutputStream {
  private static final byte[] INDENT = "  ".getBytes(StandardCharsets.US_ASCII);
  private int depth;
  private boolean inText;
  private boolean escaped;
  private boolean opened;

  /** Passes on to {@code out}. */
  public IndentedJson(OutputStream out) {
    super(out);
  }

  /** A whole document. */
  public static byte[] of(byte[] compact) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(compact.length * 2);
    try (IndentedJson out = new IndentedJson(bytes)) {
      out.write(compact);
    } catch (IOException e) {
      throw new IllegalStateException("an array in memory does not fail", e);
    }
    return bytes.toByteArray();
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    for (int i = from; i < from + length; i++) {
      write(bytes[i]);
    }
  }

  @Override
  public void write(int b) throws IOException {
    if (inText) {
      out.write(b);
      inText = escaped || b != '"';
      escaped = !escaped && b == '\\';
      return;
    }
    switch (b) {
      case ' ', '\n', '\r', '\t' -> {}
      case '{', '[' -> {
        beforeValue();
        out.write(b);
        depth++;
        opened = true;
      }
      case '}', ']' -> {
        depth--;
        if (!opened) {
          newLine();
        }
        opened = false;
        out.write(b);
      }
      case ',' -> {
        out.write(b);
        newLine();
      }
      case ':' -> {
        out.write(b);
        out.write(' ');
      }
      default -> {
        beforeValue();
        out.write(b);
        inText = b == '"';
      }
    }
  }

  private void beforeValue() throws IOException {
    if (opened) {
      opened = false;
      newLine();
    }
  }

  private void newLine() throws IOException {
    out.write('\n');
    for (int i = 0; i < depth; i++) {
      out.write(INDENT);
    }
  }
}
