package io.mkube.store.embedded;

import io.mkube.store.embedded.RecordingDisk.Operation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a disk may hold when the power goes after some operations. What was forced is there. Of what
 * was not, each sector of 512 bytes has the state of any of its writes, whatever became of the
 * others, a file has any of its lengths, and a name means what it meant before or after any change:
 * so writes are dropped, torn and reordered.
 */
final class PowerCut {
  private static final int SECTOR = 512;

  private final Map<Integer, FileState> files = new HashMap<>();
  private final Map<Path, Integer> names = new HashMap<>();
  private final Map<Path, Integer> durableNames = new HashMap<>();

  /** All that a name has meant since names were forced; null where it did not exist. */
  private final Map<Path, List<Integer>> meanings = new TreeMap<>();

  private static final int NO_FILE = -1;

  /** A file: what is durable, what is written, and every state between by sector. */
  private static final class FileState {
    private byte[] durable = new byte[0];
    private byte[] current = new byte[0];
    private final List<Integer> lengths = new ArrayList<>();
    private final Map<Integer, List<byte[]>> sectors = new TreeMap<>();

    void write(int position, byte[] bytes) {
      int end = position + bytes.length;
      if (current.length < end) {
        current = Arrays.copyOf(current, end);
        lengths.add(end);
      }
      System.arraycopy(bytes, 0, current, position, bytes.length);
      for (int sector = position / SECTOR; sector * SECTOR < end; sector++) {
        noteSector(sector);
      }
    }

    void truncate(int size) {
      current = Arrays.copyOf(current, size);
      lengths.add(size);
      noteSector(size / SECTOR);
    }

    private void noteSector(int sector) {
      int from = sector * SECTOR;
      if (from <= current.length) {
        byte[] state = Arrays.copyOfRange(current, from, from + SECTOR);
        sectors.computeIfAbsent(sector, any -> new ArrayList<>()).add(state);
      }
    }

    void force() {
      durable = current.clone();
      lengths.clear();
      sectors.clear();
    }

    byte[] survivor(Random random) {
      int length = durable.length;
      if (!lengths.isEmpty() && random.nextInt(4) > 0) {
        length = lengths.get(random.nextInt(lengths.size()));
      }
      byte[] bytes = Arrays.copyOf(durable, length);
      // all, none, or each sector by itself: groups of many writes would hardly survive whole
      int luck = random.nextInt(4);
      for (Map.Entry<Integer, List<byte[]>> entry : sectors.entrySet()) {
        List<byte[]> states = entry.getValue();
        boolean written = luck == 0 || (luck > 1 && random.nextBoolean());
        byte[] state = states.get(luck == 0 ? states.size() - 1 : random.nextInt(states.size()));
        int from = entry.getKey() * SECTOR;
        int count = Math.min(SECTOR, length - from);
        if (written && count > 0) {
          System.arraycopy(state, 0, bytes, from, count);
        }
      }
      return bytes;
    }
  }

  /** Does an operation. */
  void perform(Operation operation) {
    switch (operation) {
      case Operation.Create create -> {
        files.put(create.file(), new FileState());
        name(create.path(), create.file());
      }
      case Operation.Written written ->
          file(written.file()).write(written.position(), written.bytes());
      case Operation.Truncated truncated -> file(truncated.file()).truncate(truncated.size());
      case Operation.Forced forced -> file(forced.file()).force();
      case Operation.Moved moved -> {
        int file = names.getOrDefault(moved.from(), NO_FILE);
        name(moved.from(), NO_FILE);
        name(moved.to(), file);
      }
      case Operation.Deleted deleted -> name(deleted.path(), NO_FILE);
      case Operation.NamesForced forced -> {
        durableNames.clear();
        durableNames.putAll(names);
        meanings.clear();
      }
    }
  }

  private void name(Path path, int file) {
    if (file == NO_FILE) {
      names.remove(path);
    } else {
      names.put(path, file);
    }
    meanings.computeIfAbsent(path, any -> new ArrayList<>()).add(file);
  }

  private FileState file(int number) {
    FileState state = files.get(number);
    if (state == null) {
      throw new IllegalStateException("no file " + number);
    }
    return state;
  }

  /** The files that are found when the power is back; another one for each state of the random. */
  Map<Path, byte[]> survivors(Random random) {
    TreeSet<Path> paths = new TreeSet<>(durableNames.keySet());
    paths.addAll(meanings.keySet());
    Map<Path, byte[]> found = new HashMap<>();
    for (Path path : paths) {
      int file = durableNames.getOrDefault(path, NO_FILE);
      List<Integer> later = meanings.getOrDefault(path, List.of());
      if (!later.isEmpty() && random.nextBoolean()) {
        file = later.get(random.nextInt(later.size()));
      }
      if (file != NO_FILE) {
        found.put(path, file(file).survivor(random));
      }
    }
    return found;
  }
}
