package io.mkube.iso9660.format;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * An image in a file.
 *
 * @param channel the file
 * @param size its size when it was opened
 */
record FileSource(FileChannel channel, long size) implements ImageSource {
  @Override
  public int read(long position, ByteBuffer target) throws IOException {
    return channel.read(target, position);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
