package io.mkube.iso9660.nio;

import io.mkube.iso9660.IsoImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileStore;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.FileOwnerAttributeView;
import java.nio.file.attribute.FileStoreAttributeView;
import java.nio.file.attribute.PosixFileAttributeView;
import org.jspecify.annotations.Nullable;

/** The image itself. */
final class IsoFileStore extends FileStore {
  private final IsoImage image;
  private final Path file;

  IsoFileStore(IsoImage image, Path file) {
    this.image = image;
    this.file = file;
  }

  @Override
  public String name() {
    try {
      String volume = image.volumes().primary().volumeIdentifier();
      return volume.isEmpty() ? file.toString() : volume;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String type() {
    return "iso9660";
  }

  @Override
  public boolean isReadOnly() {
    return true;
  }

  @Override
  public long getTotalSpace() throws IOException {
    return image.volumes().primary().volumeBytes();
  }

  @Override
  public long getUsableSpace() {
    return 0;
  }

  @Override
  public long getUnallocatedSpace() {
    return 0;
  }

  @Override
  public boolean supportsFileAttributeView(Class<? extends FileAttributeView> type) {
    return type == BasicFileAttributeView.class
        || type == FileOwnerAttributeView.class
        || type == PosixFileAttributeView.class;
  }

  @Override
  public boolean supportsFileAttributeView(String name) {
    return IsoAttributeView.NAMES.contains(name);
  }

  @Override
  public <V extends FileStoreAttributeView> @Nullable V getFileStoreAttributeView(Class<V> type) {
    return null;
  }

  @Override
  public Object getAttribute(String attribute) throws IOException {
    return switch (attribute) {
      case "totalSpace" -> getTotalSpace();
      case "usableSpace", "unallocatedSpace" -> 0L;
      default -> throw new UnsupportedOperationException("no attribute " + attribute);
    };
  }
}
