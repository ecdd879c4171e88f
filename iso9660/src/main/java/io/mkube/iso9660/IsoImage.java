package io.mkube.iso9660;

import io.mkube.iso9660.content.ContentChannel;
import io.mkube.iso9660.directory.IsoEntry;
import io.mkube.iso9660.directory.Tree;
import io.mkube.iso9660.directory.TreeWalk;
import io.mkube.iso9660.directory.View;
import io.mkube.iso9660.format.ImageSource;
import io.mkube.iso9660.format.IsoFormatException;
import io.mkube.iso9660.volume.Sessions;
import io.mkube.iso9660.volume.VolumeSet;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * An open image. Nothing of it is kept in memory but its descriptors. Thread-safe; entries stay
 * valid until it is closed.
 */
public final class IsoImage implements Closeable {
  private final ImageSource source;
  private final VolumeSet volumes;
  private final List<Tree> trees;

  private IsoImage(ImageSource source, VolumeSet volumes, List<Tree> trees) {
    this.source = source;
    this.volumes = volumes;
    this.trees = List.copyOf(trees);
  }

  /**
   * Opens an image in a file.
   *
   * @throws IsoFormatException if it is no image that can be read
   */
  public static IsoImage open(Path file) throws IOException {
    return open(ImageSource.open(file));
  }

  /** Opens an image behind a channel, which is closed with it. */
  public static IsoImage open(SeekableByteChannel channel) throws IOException {
    return open(ImageSource.of(channel));
  }

  /**
   * Opens an image: its newest session, if it has several. The source is closed with it, also when
   * this fails. An image in a partition is opened as {@link ImageSource#section}.
   */
  public static IsoImage open(ImageSource source) throws IOException {
    return open(source, () -> VolumeSet.read(source));
  }

  /**
   * Opens one session of an image.
   *
   * @param firstSector sector of the session's first volume descriptor, one of {@link
   *     Sessions#firstSectors}
   */
  public static IsoImage open(ImageSource source, long firstSector) throws IOException {
    return open(source, () -> VolumeSet.read(source, firstSector, 0));
  }

  /** Reads the descriptors. */
  private interface Descriptors {
    VolumeSet read() throws IOException;
  }

  private static IsoImage open(ImageSource source, Descriptors descriptors) throws IOException {
    try {
      VolumeSet volumes = descriptors.read();
      return new IsoImage(source, volumes, Tree.of(source, volumes));
    } catch (IOException | RuntimeException e) {
      try (source) {
        throw e;
      }
    }
  }

  /** The bytes of the image. */
  public ImageSource source() {
    return source;
  }

  /** The sessions of the image, of which this is one. */
  public Sessions sessions() throws IOException {
    return VolumeSet.sessions(source);
  }

  public VolumeSet volumes() {
    return volumes;
  }

  /** The trees, best first: Rock Ridge, Joliet, enhanced, plain. */
  public List<Tree> trees() {
    return trees;
  }

  /** The best tree. */
  public Tree tree() {
    return trees.getFirst();
  }

  /** The tree of a view, if the image has it. */
  public Optional<Tree> tree(View view) {
    return trees.stream().filter(tree -> tree.view() == view).findFirst();
  }

  /**
   * The entry of a path in the best tree; see {@link Tree#find}.
   *
   * @throws IllegalArgumentException if a name is {@code ..}
   */
  public Optional<IsoEntry> find(String path) throws IOException {
    return tree().find(path);
  }

  /** The entries of a directory in the best tree. */
  public List<IsoEntry> list(String path) throws IOException {
    return tree().list(find(path).orElseThrow(() -> new NoSuchFileException(path)));
  }

  /** A walk through all of the best tree. */
  public TreeWalk walk() {
    return tree().walk(tree().root());
  }

  /**
   * Opens the content of a file.
   *
   * @throws IllegalArgumentException if the entry is no file
   */
  public SeekableByteChannel open(IsoEntry entry) throws IOException {
    if (!entry.isFile()) {
      throw new IllegalArgumentException(entry.path() + " is no file");
    }
    return ContentChannel.open(source, entry);
  }

  /**
   * Opens the content of a file as a stream.
   *
   * @throws IllegalArgumentException if the entry is no file
   */
  public InputStream newInputStream(IsoEntry entry) throws IOException {
    return Channels.newInputStream(open(entry));
  }

  @Override
  public void close() throws IOException {
    source.close();
  }
}
