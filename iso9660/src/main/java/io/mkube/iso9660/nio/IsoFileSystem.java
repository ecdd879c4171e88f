package io.mkube.iso9660.nio;

import io.mkube.iso9660.IsoImage;
import io.mkube.iso9660.content.ContentChannel;
import io.mkube.iso9660.directory.IsoEntry;
import io.mkube.iso9660.directory.Tree;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.ClosedFileSystemException;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.WatchService;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** An image as a file system. Read-only; thread-safe. */
final class IsoFileSystem extends FileSystem {
  private final IsoFileSystemProvider provider;
  private final Path file;
  private final IsoImage image;
  private final EntryResolver resolver;
  private final Set<ContentChannel> channels = ConcurrentHashMap.newKeySet();
  private volatile boolean open = true;

  IsoFileSystem(IsoFileSystemProvider provider, Path file, IsoImage image, Tree tree) {
    this.provider = provider;
    this.file = file;
    this.image = image;
    this.resolver = new EntryResolver(tree);
  }

  EntryResolver resolver() {
    requireOpen();
    return resolver;
  }

  /** Opens a file; the channel is closed with the file system. */
  ContentChannel open(IsoEntry entry) throws IOException {
    requireOpen();
    AtomicReference<ContentChannel> opened = new AtomicReference<>();
    ContentChannel channel =
        ContentChannel.open(image.source(), entry, () -> forget(opened.getPlain()));
    opened.setPlain(channel);
    channels.add(channel);
    if (!open) {
      channel.close();
      throw new ClosedFileSystemException();
    }
    return channel;
  }

  private void forget(@Nullable ContentChannel channel) {
    if (channel != null) {
      channels.remove(channel);
    }
  }

  URI uri(String path) {
    try {
      String encoded = new URI(null, null, path, null).getRawPath();
      return URI.create(IsoFileSystemProvider.SCHEME + ":" + file.toUri() + "!" + encoded);
    } catch (URISyntaxException e) {
      throw new IllegalStateException("a path is no URI: " + path, e);
    }
  }

  private void requireOpen() {
    if (!open) {
      throw new ClosedFileSystemException();
    }
  }

  @Override
  public FileSystemProvider provider() {
    return provider;
  }

  @Override
  public void close() throws IOException {
    if (open) {
      open = false;
      provider.closed(file, this);
      try (image) {
        for (ContentChannel channel : channels) {
          channel.close();
        }
      }
    }
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public boolean isReadOnly() {
    return true;
  }

  @Override
  public String getSeparator() {
    return "/";
  }

  @Override
  public Iterable<Path> getRootDirectories() {
    requireOpen();
    return List.of(IsoPath.parse(this, "/"));
  }

  @Override
  public Iterable<FileStore> getFileStores() {
    requireOpen();
    return List.of(new IsoFileStore(image, file));
  }

  @Override
  public Set<String> supportedFileAttributeViews() {
    return IsoAttributeView.NAMES;
  }

  @Override
  public Path getPath(String first, String... more) {
    StringBuilder text = new StringBuilder(first);
    for (String part : more) {
      if (!part.isEmpty()) {
        text.append(text.isEmpty() ? "" : "/").append(part);
      }
    }
    return IsoPath.parse(this, text.toString());
  }

  @Override
  public PathMatcher getPathMatcher(String syntaxAndPattern) {
    int colon = syntaxAndPattern.indexOf(':');
    if (colon <= 0) {
      throw new IllegalArgumentException("no syntax in " + syntaxAndPattern);
    }
    String pattern = syntaxAndPattern.substring(colon + 1);
    return switch (syntaxAndPattern.substring(0, colon).toLowerCase(Locale.ROOT)) {
      case "regex" -> {
        Pattern regex = Pattern.compile(pattern);
        yield path -> regex.matcher(path.toString()).matches();
      }
      case "glob" -> {
        Pattern glob = GlobPattern.compile(pattern);
        yield path -> glob.matcher(path.toString()).matches();
      }
      default -> throw new UnsupportedOperationException("no such syntax: " + syntaxAndPattern);
    };
  }

  @Override
  public UserPrincipalLookupService getUserPrincipalLookupService() {
    throw new UnsupportedOperationException("an image knows users by number only");
  }

  @Override
  public WatchService newWatchService() {
    throw new UnsupportedOperationException("an image does not change");
  }
}
