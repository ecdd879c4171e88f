package io.mkube.iso9660.naming;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Writes targets of symbolic links: components in as many entries as they need (RRIP 4.1.3). */
public final class LinkTarget {
  private static final int MAX_ENTRY = 250;
  private static final int HEAD = 5;

  /** Room that a component leaves to the next, which may have one byte of text. */
  private static final int LEAST = 3;

  private static final int CONTINUES = 1;
  private static final int CURRENT = 2;
  private static final int PARENT = 4;
  private static final int ROOT = 8;

  private LinkTarget() {}

  /**
   * Writes the entries of a target. Where one entry is not enough the next begins inside a
   * component: libarchive knows no {@code /} between entries.
   */
  public static void write(ByteArrayOutputStream out, String target) {
    ByteArrayOutputStream entry = new ByteArrayOutputStream();
    List<byte[]> components = components(target);
    for (int i = 0; i < components.size(); i++) {
      byte[] component = components.get(i);
      boolean last = i + 1 == components.size();
      int at = 2;
      int room = room(entry);
      while (component.length - at > room - (last ? 0 : LEAST)) {
        int count = Math.min(room, component.length - at - 1);
        if (count > 0) {
          entry.writeBytes(new byte[] {CONTINUES, (byte) count});
          entry.write(component, at, count);
          at += count;
        }
        flush(out, entry, true);
        room = room(entry);
      }
      entry.writeBytes(new byte[] {component[0], (byte) (component.length - at)});
      entry.write(component, at, component.length - at);
    }
    flush(out, entry, false);
  }

  /** Bytes of text that a further component of an entry can have. */
  private static int room(ByteArrayOutputStream entry) {
    return MAX_ENTRY - HEAD - entry.size() - 2;
  }

  private static void flush(
      ByteArrayOutputStream out, ByteArrayOutputStream components, boolean more) {
    byte flags = (byte) (more ? CONTINUES : 0);
    out.writeBytes(new byte[] {'S', 'L', (byte) (HEAD + components.size()), 1, flags});
    out.writeBytes(components.toByteArray());
    components.reset();
  }

  private static List<byte[]> components(String target) {
    List<byte[]> components = new ArrayList<>();
    if (target.startsWith("/")) {
      components.add(new byte[] {ROOT, 0});
    }
    for (String name : target.split("/", -1)) {
      if (name.equals(".")) {
        components.add(new byte[] {CURRENT, 0});
      } else if (name.equals("..")) {
        components.add(new byte[] {PARENT, 0});
      } else if (!name.isEmpty()) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        byte[] component = new byte[2 + bytes.length];
        System.arraycopy(bytes, 0, component, 2, bytes.length);
        components.add(component);
      }
    }
    return components;
  }
}
