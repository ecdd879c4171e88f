package io.mkube.iso9660.nio;

import io.mkube.iso9660.IsoImage;
import io.mkube.iso9660.directory.IsoEntry;
import io.mkube.iso9660.directory.Tree;
import io.mkube.iso9660.directory.View;
import io.mkube.iso9660.format.ImageSource;
import io.mkube.iso9660.format.IsoFormatException;
import io.mkube.iso9660.volume.VolumeSet;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
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
import java.nio.file.ProviderMismatchException;
import java.nio.file.ReadOnlyFileSystemException;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.spi.FileSystemProvider;
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
 * shown. {@code session} is a number from 1, of the oldest; without it the newest is shown.
 * Thread-safe.
 */
public final class IsoFileSystemProvider extends FileSystemProvider {
  /** Scheme of the URIs. */
  public static final String SCHEME = "iso9660";

  /** Key of the environment that names the tree to show. */
  public static final String VIEW = "view";

  /** Key of the environment for the number of the session to show, from 1 for the oldest. */
  public static final String SESSION = "session";

  private static final long ANY_EXECUTE = 0111;
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
   * @throws IsoFormatException if it is one, but broken or of a kind that cannot be read
   */
  @Override
  public FileSystem newFileSystem(Path path, Map<String, ?> environment) throws IOException {
    if (!Files.isRegularFile(path)) {
      throw new UnsupportedOperationException(path + " is no file");
    }
    try {
      return open(path, environment);
    } catch (IsoFormatException e) {
      if (isClaimed(path)) {
        throw e;
      }
      UnsupportedOperationException refusal =
          new UnsupportedOperationException(path + ": " + e.getMessage());
      refusal.initCause(e);
      throw refusal;
    }
  }

  private static boolean isClaimed(Path path) throws IOException {
    try (ImageSource source = ImageSource.open(path)) {
      return VolumeSet.isClaimed(source);
    }
  }

  private IsoFileSystem open(Path file, Map<String, ?> environment) throws IOException {
    View view = view(environment.get(VIEW));
    Object session = environment.get(SESSION);
    IsoImage image = session == null ? IsoImage.open(file) : open(file, session);
    try {
      return new IsoFileSystem(this, file, image, tree(image, view));
    } catch (RuntimeException e) {
      image.close();
      throw e;
    }
  }

  private static IsoImage open(Path file, Object session) throws IOException {
    int number;
    try {
      number = Integer.parseInt(session.toString());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("'session' is no number: " + session, e);
    }
    ImageSource source = ImageSource.open(file);
    try {
      List<Long> sessions = VolumeSet.sessions(source).firstSectors();
      if (number < 1 || number > sessions.size()) {
        throw new IllegalArgumentException(
            "the image has no session " + number + ", only " + sessions.size());
      }
      return IsoImage.open(source, sessions.get(number - 1));
    } catch (IOException | RuntimeException e) {
      try (source) {
        throw e;
      }
    }
  }

  private static @Nullable View view(@Nullable Object name) {
    if (name == null || name instanceof View) {
      return (View) name;
    }
    String wanted = name.toString().toUpperCase(Locale.ROOT).replace('-', '_');
    for (View view : View.values()) {
      if (view.name().equals(wanted)) {
        return view;
      }
    }
    throw new IllegalArgumentException(
        "'view' is " + name + ", not rock_ridge, joliet, enhanced or plain");
  }

  private static Tree tree(IsoImage image, @Nullable View view) {
    if (view == null) {
      return image.tree();
    }
    return image
        .tree(view)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "the image has no " + view.name().toLowerCase(Locale.ROOT) + " tree"));
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
    return newFileChannel(path, options, attributes);
  }

  @Override
  public FileChannel newFileChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    requireReading(options);
    IsoFileSystem fileSystem = own(path);
    boolean follow = !options.contains(LinkOption.NOFOLLOW_LINKS);
    IsoEntry entry = fileSystem.resolver().resolve((IsoPath) path, follow).entry();
    if (!entry.isFile()) {
      throw new FileSystemException(path.toString(), null, "is no file");
    }
    return fileSystem.open(entry);
  }

  /** Options that only say how a file is made or sought mean nothing to a reader. */
  private static void requireReading(Set<? extends OpenOption> options) {
    for (OpenOption option : options) {
      if (option == StandardOpenOption.WRITE
          || option == StandardOpenOption.APPEND
          || option == StandardOpenOption.DELETE_ON_CLOSE) {
        throw new ReadOnlyFileSystemException();
      }
      if (!(option instanceof StandardOpenOption) && !(option instanceof LinkOption)) {
        throw new UnsupportedOperationException("no such option: " + option);
      }
    }
  }

  @Override
  public InputStream newInputStream(Path path, OpenOption... options) throws IOException {
    // Of a file channel, so that Files.copy moves the bytes from channel to channel.
    return Channels.newInputStream(newFileChannel(path, Set.of(options)));
  }

  @Override
  public OutputStream newOutputStream(Path path, OpenOption... options) {
    throw new ReadOnlyFileSystemException();
  }

  @Override
  public DirectoryStream<Path> newDirectoryStream(
      Path directory, DirectoryStream.Filter<? super Path> filter) throws IOException {
    EntryResolver resolver = own(directory).resolver();
    Location location = resolver.resolve((IsoPath) directory, true);
    if (!location.entry().isDirectory()) {
      throw new NotDirectoryException(directory.toString());
    }
    return new Listing((IsoPath) directory, location, resolver.open(location), filter);
  }

  @Override
  public void checkAccess(Path path, AccessMode... modes) throws IOException {
    IsoEntry entry = own(path).resolver().resolve((IsoPath) path, true).entry();
    for (AccessMode mode : modes) {
      if (mode == AccessMode.WRITE) {
        throw new AccessDeniedException(path.toString(), null, "an image is only read");
      }
      if (mode == AccessMode.EXECUTE
          && !entry.isDirectory()
          && (IsoFileAttributes.of(entry).posix().mode() & ANY_EXECUTE) == 0) {
        throw new AccessDeniedException(path.toString(), null, "is no program");
      }
    }
  }

  @Override
  public Path readSymbolicLink(Path link) throws IOException {
    IsoEntry entry = own(link).resolver().resolve((IsoPath) link, false).entry();
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
    return new IsoAttributeView(own(path), (IsoPath) path, follow);
  }

  @Override
  public boolean isSameFile(Path path, Path other) throws IOException {
    if (path.equals(other)) {
      return true;
    }
    if (!path.getFileSystem().equals(other.getFileSystem())) {
      return false;
    }
    Object key = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    return key.equals(Files.readAttributes(other, BasicFileAttributes.class).fileKey());
  }

  @Override
  public boolean isHidden(Path path) throws IOException {
    return own(path).resolver().resolve((IsoPath) path, false).entry().hidden();
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
  public void createSymbolicLink(Path link, Path target, FileAttribute<?>... attributes) {
    throw new ReadOnlyFileSystemException();
  }

  @Override
  public void createLink(Path link, Path existing) {
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
    if (path instanceof IsoPath own) {
      return own.getFileSystem();
    }
    throw new ProviderMismatchException(path + " is no path of an image");
  }
}
