package io.mkube.iso9660.directory;

import io.mkube.iso9660.format.ImageSource;
import io.mkube.iso9660.format.IsoFormatException;
import io.mkube.iso9660.volume.VolumeDescriptor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads all records of a directory at once. */
public final class DirectoryReader {
  /** No real directory is larger; one that claims to be would fill the memory. */
  public static final long MAX_LENGTH = 64L << 20;

  private final ImageSource source;
  private final VolumeDescriptor volume;

  public DirectoryReader(ImageSource source, VolumeDescriptor volume) {
    this.source = source;
    this.volume = volume;
  }

  /**
   * All records, the directory's own first.
   *
   * @throws IsoFormatException if the extent is no directory
   */
  public List<DirectoryRecord> read(Extent extent) throws IOException {
    List<DirectoryRecord> records = new ArrayList<>();
    RecordCursor cursor = new RecordCursor(source, volume, extent);
    DirectoryRecord record = cursor.next();
    while (record != null) {
      records.add(record);
      record = cursor.next();
    }
    return records;
  }

  /**
   * The directory's own record.
   *
   * @throws IsoFormatException if the extent is no directory
   */
  public DirectoryRecord readSelf(Extent extent) throws IOException {
    DirectoryRecord self = new RecordCursor(source, volume, extent).next();
    if (self == null) {
      throw new IsoFormatException(
          "ECMA-119 6.8.2.2", extent.position(), "a directory has no records");
    }
    return self;
  }
}
