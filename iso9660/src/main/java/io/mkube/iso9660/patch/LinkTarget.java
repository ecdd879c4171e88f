package io.mkube.iso9660.patch;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Writes targets of symbolic links: components in as many entries as they need (RRIP 4.1.3). */
final class LinkTarget {
  private static final int MAX_ENTRY = 250;
  private static final int HEAD = 5;
  private static final int CONTINUES = 1;
  private static final int CURRENT = 2;
  private static final int PARENT = 4;
  private static final int ROOT = 8;

  private LinkTarget() {}

  static void write(ByteArrayOutputStream out, String target) {
    List<byte[]> components = components(target);
    ByteArrayOutputStream entry = new ByteArrayOutputStream();
    for (int i = 0; i < components.size(); i++) {
      byte[] component = components.get(i);
      if (HEAD + entry.size() + component.length > MAX_ENTRY) {
        flush(out, entry, true);
      }
      entry.writeBytes(component);
    }
    flush(out, entry, false);
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
        split(components, name.getBytes(StandardCharsets.UTF_8));
      }
    }
    return components;
  }

  /** A name that is too long for one component goes on in the next. */
  private static void split(List<byte[]> components, byte[] name) {
    int limit = MAX_ENTRY - HEAD - 2;
    for (int at = 0; at < name.length; at += limit) {
      int count = Math.min(limit, name.length - at);
      byte[] component = new byte[2 + count];
      component[0] = (byte) (at + count < name.length ? CONTINUES : 0);
      component[1] = (byte) count;
      System.arraycopy(name, at, component, 2, count);
      components.add(component);
    }
  }
}
