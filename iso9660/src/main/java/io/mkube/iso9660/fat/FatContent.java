package io.mkube.iso9660.fat;

import io.mkube.iso9660.format.ImageSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** The content of a file that lies in clusters. */
final class FatContent implements ImageSource {
  private final ImageSource image;
  private final FatLayout layout;
  private final List<Long> clusters;
  private final long size;

  FatContent(ImageSource image, FatLayout layout, List<Long> clusters, long size) {
    this.image = image;
    this.layout = layout;
    this.clusters = clusters;
    this.size = size;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public int read(long position, ByteBuffer target) throws IOException {
    if (position >= size) {
      return -1;
    }
    int cluster = layout.clusterSize();
    long inside = position % cluster;
    int count = (int) Math.min(target.remaining(), Math.min(cluster - inside, size - position));
    int limit = target.limit();
    target.limit(target.position() + count);
    try {
      return image.read(layout.position(clusters.get((int) (position / cluster))) + inside, target);
    } finally {
      target.limit(limit);
    }
  }

  @Override
  public void close() {
    // The image belongs to whoever opened it.
  }
}
