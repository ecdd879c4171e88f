package io.mkube.iso9660.patch;

import io.mkube.iso9660.delta.Draft;
import io.mkube.iso9660.directory.Extent;
import io.mkube.iso9660.format.Sector;
import io.mkube.iso9660.naming.IdentifierOrder;
import io.mkube.iso9660.volume.VolumeDescriptor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes the path tables of a tree anew (ECMA-119 6.9, 9.4). */
final class PathTables {
  private static final int SIZE = 132;
  private static final int LITTLE = 140;
  private static final int OPTIONAL_LITTLE = 144;
  private static final int BIG = 148;
  private static final int OPTIONAL_BIG = 152;
  private static final int HEAD = 8;

  private PathTables() {}

  /** Writes the tables where they are, or elsewhere if they have outgrown their sectors. */
  static void write(Draft draft, TreeModel tree, SpaceMap space) throws IOException {
    List<DirectoryNode> order = order(tree);
    byte[] little = encode(tree.volume(), order, ByteOrder.LITTLE_ENDIAN);
    byte[] big = encode(tree.volume(), order, ByteOrder.BIG_ENDIAN);
    // Descriptors of one tree may name the same tables.
    Map<Long, Long> moves = new HashMap<>();
    for (VolumeDescriptor volume : tree.volumes()) {
      byte[] descriptor = draft.bytes(volume.bytes().offset(), Sector.SIZE, "ECMA-119 8.4").copy();
      boolean fits = Sector.roundUp(little.length) <= Sector.roundUp(volume.pathTableSize());
      for (int field : new int[] {LITTLE, OPTIONAL_LITTLE, BIG, OPTIONAL_BIG}) {
        boolean isLittle = field < BIG;
        ByteBuffer address =
            ByteBuffer.wrap(descriptor)
                .order(isLittle ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        long block = address.getInt(field) & 0xFFFFFFFFL;
        if (block == 0) {
          continue;
        }
        byte[] table = isLittle ? little : big;
        Extent old = new Extent(volume.position(block), volume.pathTableSize());
        long position = old.position();
        if (!fits) {
          position = move(moves, space, old, table.length);
          long moved = position - volume.shift() * Sector.SIZE;
          address.putInt(field, (int) (moved / volume.blockSize()));
        } else if (old.length() > table.length) {
          draft.zero(position + table.length, old.length() - table.length);
        }
        draft.write(position, table);
      }
      RawRecord.both32(descriptor, SIZE, little.length);
      draft.write(volume.bytes().offset(), descriptor);
    }
  }

  private static long move(Map<Long, Long> moves, SpaceMap space, Extent old, int length)
      throws IOException {
    Long moved = moves.get(old.position());
    if (moved == null) {
      space.free(old);
      moved = space.allocate(length);
      moves.put(old.position(), moved);
    }
    return moved;
  }

  /** By depth, then by the parent's place, then by identifier (6.9.1). */
  private static List<DirectoryNode> order(TreeModel tree) {
    List<DirectoryNode> all = new ArrayList<>();
    List<DirectoryNode> level = List.of(tree.root());
    Comparator<DirectoryNode> byName =
        Comparator.comparing(DirectoryNode::identifier, IdentifierOrder.of(tree.volume()));
    while (!level.isEmpty()) {
      all.addAll(level);
      List<DirectoryNode> next = new ArrayList<>();
      for (DirectoryNode directory : level) {
        next.addAll(directory.children().stream().sorted(byName).toList());
      }
      level = next;
    }
    return all;
  }

  private static byte[] encode(
      VolumeDescriptor volume, List<DirectoryNode> order, ByteOrder byteOrder) throws IOException {
    int length = 0;
    Map<DirectoryNode, Integer> numbers = new HashMap<>();
    for (DirectoryNode directory : order) {
      numbers.put(directory, numbers.size() + 1);
      length += HEAD + directory.identifier().length + directory.identifier().length % 2;
    }
    ByteBuffer table = ByteBuffer.allocate(length).order(byteOrder);
    for (DirectoryNode directory : order) {
      byte[] identifier = directory.identifier();
      long position = directory.extent().position() - volume.shift() * Sector.SIZE;
      table.put((byte) identifier.length);
      table.put((byte) 0);
      table.putInt((int) (position / volume.blockSize()));
      // Numbers have 16 bits; what lies beyond cannot be told (6.9.1).
      table.putShort((short) Math.min(0xFFFF, numbers.getOrDefault(directory.parent(), 1)));
      table.put(identifier);
      if (identifier.length % 2 != 0) {
        table.put((byte) 0);
      }
    }
    return table.array();
  }
}
