package io.mkube.iso9660.patch;

import io.mkube.iso9660.directory.Extent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The records of a directory whose entries go on elsewhere, while the directory moves. */
final class ContinuedRecords {
  private final TreeModel tree;
  private final DirectoryRecords records;
  private final List<Continued> continued = new ArrayList<>();
  private final Set<Extent> left = new LinkedHashSet<>();

  private record Continued(int index, byte[] entries, int outside) {}

  private ContinuedRecords(TreeModel tree, DirectoryRecords records) {
    this.tree = tree;
    this.records = records;
  }

  /** Finds them and gives them the length that they will have. */
  static ContinuedRecords of(TreeModel tree, DirectoryRecords records) throws IOException {
    ContinuedRecords found = new ContinuedRecords(tree, records);
    for (int i = 0; i < records.all().size(); i++) {
      RawRecord record = records.all().get(i);
      if (RecordEntries.continuationEnd(tree, record) > 0) {
        found.left.addAll(RecordEntries.areas(tree, record));
        byte[] head = record.head();
        byte[] entries = RecordEntries.all(tree, record);
        int outside = entries.length - SystemUseWriter.inside(tree.volume(), head, entries);
        found.continued.add(new Continued(i, entries, outside));
        records.all().set(i, SystemUseWriter.record(tree.volume(), head, entries, 0));
      }
    }
    return found;
  }

  /**
   * How many sectors their areas need.
   *
   * @param more bytes of a further area; 0 if there is none
   */
  int sectors(int more) {
    List<Integer> lengths = new ArrayList<>();
    continued.forEach(record -> lengths.add(record.outside));
    lengths.add(more);
    return ContinuationAreas.sectors(lengths.stream().filter(length -> length > 0).toList());
  }

  /** Writes their areas behind the place where the directory will end, and leaves the old ones. */
  void write(ContinuationAreas areas, long end) throws IOException {
    for (Continued each : continued) {
      byte[] head = records.all().get(each.index).head();
      RawRecord moved = SystemUseWriter.record(tree.volume(), head, each.entries, areas, end);
      records.all().set(each.index, moved);
    }
    for (Extent area : left) {
      areas.release(area);
    }
  }
}
