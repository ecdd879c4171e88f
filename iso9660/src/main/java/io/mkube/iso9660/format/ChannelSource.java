package io.mkube.iso9660.format;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.concurrent.locks.ReentrantLock;

/** An image behind a channel that has one position for all readers. */
final class ChannelSource implements ImageSource {
  private final SeekableByteChannel channel;
  private final long size;
  private final ReentrantLock lock = new ReentrantLock();

  ChannelSource(SeekableByteChannel channel, long size) {
    this.channel = channel;
    this.size = size;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public int read(long position, ByteBuffer target) throws IOException {
    lock.lock();
    try {
      return channel.position(position).read(target);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
