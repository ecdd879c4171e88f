package io.mkube.iso9660.content;

import io.mkube.iso9660.directory.IsoEntry;
import io.mkube.iso9660.directory.RockRidge;
import io.mkube.iso9660.format.ImageSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import java.util.Optional;

/** The content of a file, decompressed if it is compressed; read-only. Not thread-safe. */
public final class ContentChannel implements SeekableByteChannel {
  private final StoredContent stored;
  private final Optional<ZisofsContent> compressed;
  private final long size;
  private long position;
  private boolean open = true;

  private ContentChannel(StoredContent stored, Optional<ZisofsContent> compressed, long size) {
    this.stored = stored;
    this.compressed = compressed;
    this.size = size;
  }

  /** Opens a file. */
  public static ContentChannel open(ImageSource source, IsoEntry entry) throws IOException {
    StoredContent stored = StoredContent.of(source, entry);
    Optional<RockRidge.Zisofs> format = entry.rockRidge().zisofs();
    if (format.isEmpty()) {
      return new ContentChannel(stored, Optional.empty(), stored.size());
    }
    ZisofsContent content = new ZisofsContent(stored, format.get(), entry.record().offset());
    return new ContentChannel(stored, Optional.of(content), format.get().size());
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    requireOpen();
    if (!target.hasRemaining()) {
      return 0;
    }
    int count =
        compressed.isPresent()
            ? compressed.get().read(position, target)
            : stored.read(position, target);
    if (count > 0) {
      position += count;
    }
    return count;
  }

  @Override
  public long position() throws IOException {
    requireOpen();
    return position;
  }

  @Override
  public SeekableByteChannel position(long newPosition) throws IOException {
    requireOpen();
    if (newPosition < 0) {
      throw new IllegalArgumentException("negative position " + newPosition);
    }
    position = newPosition;
    return this;
  }

  @Override
  public long size() throws IOException {
    requireOpen();
    return size;
  }

  @Override
  public int write(ByteBuffer source) {
    throw new NonWritableChannelException();
  }

  @Override
  public SeekableByteChannel truncate(long newSize) {
    throw new NonWritableChannelException();
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public void close() {
    open = false;
  }

  private void requireOpen() throws ClosedChannelException {
    if (!open) {
      throw new ClosedChannelException();
    }
  }
}
