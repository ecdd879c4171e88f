package io.mkube.iso9660.nio;

import io.mkube.iso9660.IsoImage;
import io.mkube.iso9660.directory.IsoEntry;
import io.mkube.iso9660.directory.Tree;
import io.mkube.iso9660.directory.View;
import io.mkube.iso9660.format.IsoFormatException;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.spi.FileSystemProvider;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Opens images as read-only file systems: {@code FileSystems.newFileSystem(path)}, or with a URI
 * such as {@code iso9660:file:///images/debian.iso!/boot}. The environment may hold {@code view}:
 * {@code rock_ridge}, {@code joliet}, {@code enhanced} or {@code plain}; without it the best one is
 * shown. Thread-safe.
 */
public final class IsoFileSystemProvider extends FileSystemProvider {
  /** Scheme of the URIs. */
  public static final String SCHEME = "iso9660";

  /** Key of the environment that names the tree to show. */
  public static final String VIEW = "view";

  private final Map<Path, IsoFileSystem> byFile = new ConcurrentHashMap<>();

  /** Made by the service loader. */
  public IsoFileSystemProvider() {}

  @Override
  public String getScheme() {
    return SCHEME;
  }

  @Override
  public FileSystem newFileSystem(URI uri, Map<String, ?> environment) throws IOException {
    Path file = file(uri).toRealPath();
    IsoFileSystem fileSystem = open(file, environment);
    if (byFile.putIfAbsent(file, fileSystem) != null) {
      fileSystem.close();
      throw new FileSystemAlreadyExistsException(file.toString());
    }
    return fileSystem;
  }

  /**
   * Opens an image, whatever its name.
   *
   * @throws UnsupportedOperationException if the file is no image, so that another provider is
   *     asked
   */
  @Override
  public FileSystem newFileSystem(Path path, Map<String, ?> environment) throws IOException {
    if (!Files.isRegularFile(path)) {
      throw new UnsupportedOperationException(path + " is no file");
    }
    try {
      return open(path, environment);
    } catch (IsoFormatException e) {
      UnsupportedOperationException refusal =
          new UnsupportedOperationException(path + ": " + e.getMessage());
      refusal.initCause(e);
      throw refusal;
    }
  }

  private IsoFileSystem open(Path file, Map<String, ?> environment) throws IOException {
    IsoImage image = IsoImage.open(file);
    try {
      return new IsoFileSystem(this, file, image, tree(image, environment.get(VIEW)));
    } catch (RuntimeException e) {
      image.close();
      throw e;
    }
  }

  private static Tree tree(IsoImage image, @Nullable Object view) {
    if (view == null) {
      return image.tree();
    }
    View wanted = View.valueOf(view.toString().toUpperCase(Locale.ROOT));
    return image
        .tree(wanted)
        .orElseThrow(() -> new IllegalArgumentException("the image has no tree " + view));
  }

  void closed(Path file, IsoFileSystem fileSystem) {
    byFile.remove(file, fileSystem);
  }

  @Override
  public FileSystem getFileSystem(URI uri) {
    try {
      IsoFileSystem fileSystem = byFile.get(file(uri).toRealPath());
      if (fileSystem != null) {
        return fileSystem;
      }
    } catch (IOException e) {
      throw notFound(uri, e);
    }
    throw new FileSystemNotFoundException(uri.toString());
  }

  private static FileSystemNotFoundException notFound(URI uri, IOException cause) {
    FileSystemNotFoundException failure = new FileSystemNotFoundException(uri.toString());
    failure.initCause(cause);
    return failure;
  }

  @Override
  public Path getPath(URI uri) {
    String text = uri.getRawSchemeSpecificPart();
    int mark = text.indexOf("!/");
    String path = mark < 0 ? "/" : URI.create(text.substring(mark + 1)).getPath();
    return getFileSystem(uri).getPath(path);
  }

  private static Path file(URI uri) {
    if (!SCHEME.equalsIgnoreCase(uri.getScheme())) {
      throw new IllegalArgumentException("the scheme of " + uri + " is not " + SCHEME);
    }
    String text = uri.getRawSchemeSpecificPart();
    int mark = text.indexOf("!/");
    return Path.of(URI.create(mark < 0 ? text : text.substring(0, mark)));
  }

  @Override
  public SeekableByteChannel newByteChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    for (OpenOption option : options) {
      if (option != StandardOpenOption.READ && !(option instanceof LinkOption)) {
        throw new ReadOnlyFileSystemException();
      }
    }
    IsoFileSystem fileSystem = own(path);
    boolean follow = !options.contains(LinkOption.NOFOLLOW_LINKS);
    IsoEntry entry = fileSystem.resolver().resolve(inImage(path), follow);
    if (!entry.isFile()) {
      throw new FileSystemException(path.toString(), null, "is no file");
    }
    return fileSystem.image().open(entry);
  }

  @Override
  public DirectoryStream<Path> newDirectoryStream(
      Path directory, DirectoryStream.Filter<? super Path> filter) throws IOException {
    IsoFileSystem fileSystem = own(directory);
    IsoEntry entry = fileSystem.resolver().resolve(inImage(directory), true);
    if (!entry.isDirectory()) {
      throw new NotDirectoryException(directory.toString());
    }
    List<Path> paths = new ArrayList<>();
    for (IsoEntry child : fileSystem.tree().list(entry)) {
      paths.add(directory.resolve(child.name()));
    }
    return new Listing(paths, filter);
  }

  @Override
  public void checkAccess(Path path, AccessMode... modes) throws IOException {
    own(path).resolver().resolve(inImage(path), true);
    for (AccessMode mode : modes) {
      if (mode == AccessMode.WRITE) {
        throw new AccessDeniedException(path.toString(), null, "an image is only read");
      }
    }
  }

  @Override
  public Path readSymbolicLink(Path link) throws IOException {
    IsoEntry entry = own(link).resolver().resolve(inImage(link), false);
    String target =
        entry.rockRidge().linkTarget().orElseThrow(() -> new NotLinkException(link.toString()));
    return link.getFileSystem().getPath(target);
  }

  @Override
  public <V extends FileAttributeView> @Nullable V getFileAttributeView(
      Path path, Class<V> type, LinkOption... options) {
    IsoAttributeView view = view(path, options);
    return type.isInstance(view) ? type.cast(view) : null;
  }

  @Override
  public <A extends BasicFileAttributes> A readAttributes(
      Path path, Class<A> type, LinkOption... options) throws IOException {
    BasicFileAttributes attributes = view(path, options).readAttributes();
    if (!type.isInstance(attributes)) {
      throw new UnsupportedOperationException("no attributes of " + type.getName());
    }
    return type.cast(attributes);
  }

  @Override
  public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options)
      throws IOException {
    return view(path, options).read(attributes);
  }

  private static IsoAttributeView view(Path path, LinkOption... options) {
    boolean follow = !List.of(options).contains(LinkOption.NOFOLLOW_LINKS);
    return new IsoAttributeView(own(path), inImage(path), follow);
  }

  @Override
  public boolean isSameFile(Path path, Path other) throws IOException {
    if (path.equals(other)) {
      return true;
    }
    return path.getFileSystem().equals(other.getFileSystem())
        && path.toRealPath().equals(other.toRealPath());
  }

  @Override
  public boolean isHidden(Path path) throws IOException {
    return own(path).resolver().resolve(inImage(path), false).hidden();
  }

  @Override
  public FileStore getFileStore(Path path) {
    return own(path).getFileStores().iterator().next();
  }

  @Override
  public void createDirectory(Path directory, FileAttribute<?>... attributes) {
    throw new ReadOnlyFileSystemException();
  }

  @Override
  public void delete(Path path) {
    throw new ReadOnlyFileSystemException();
  }

  @Override
  public void copy(Path source, Path target, CopyOption... options) {
    throw new ReadOnlyFileSystemException();
  }

  @Override
  public void move(Path source, Path target, CopyOption... options) {
    throw new ReadOnlyFileSystemException();
  }

  @Override
  public void setAttribute(Path path, String attribute, Object value, LinkOption... options) {
    throw new ReadOnlyFileSystemException();
  }

  private static IsoFileSystem own(Path path) {
    return (IsoFileSystem) path.getFileSystem();
  }

  private static String inImage(Path path) {
    return ((IsoPath) path).inImage();
  }

  /** The entries of a directory, filtered while they are asked for. */
  private record Listing(List<Path> paths, DirectoryStream.Filter<? super Path> filter)
      implements DirectoryStream<Path> {
    @Override
    public Iterator<Path> iterator() {
      return paths.stream().filter(this::accepts).iterator();
    }

    private boolean accepts(Path path) {
      try {
        return filter.accept(path);
      } catch (IOException e) {
        throw new DirectoryIteratorException(e);
      }
    }

    @Override
    public void close() {
      // The listing is complete.
    }
  }
}
