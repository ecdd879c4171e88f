package io.mkube.iso9660.nio;

import io.mkube.iso9660.IsoImage;
import io.mkube.iso9660.directory.Tree;
import io.mkube.iso9660.directory.View;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.ClosedFileSystemException;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.WatchService;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** An image as a file system. Read-only; thread-safe. */
final class IsoFileSystem extends FileSystem {
  private final IsoFileSystemProvider provider;
  private final Path file;
  private final IsoImage image;
  private final Tree tree;
  private volatile boolean open = true;

  IsoFileSystem(IsoFileSystemProvider provider, Path file, IsoImage image, Tree tree) {
    this.provider = provider;
    this.file = file;
    this.image = image;
    this.tree = tree;
  }

  IsoImage image() {
    requireOpen();
    return image;
  }

  Tree tree() {
    requireOpen();
    return tree;
  }

  EntryResolver resolver() {
    return new EntryResolver(tree());
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
      image.close();
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
    return List.of(IsoPath.parse(this, "/"));
  }

  @Override
  public Iterable<FileStore> getFileStores() {
    return List.of(new IsoFileStore(image, file));
  }

  @Override
  public Set<String> supportedFileAttributeViews() {
    return tree.view() == View.ROCK_RIDGE
        ? Set.of("basic", "owner", "posix", "iso")
        : Set.of("basic", "iso");
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
    return switch (syntaxAndPattern.substring(0, colon)) {
      case "regex" -> {
        Pattern regex = Pattern.compile(pattern);
        yield path -> regex.matcher(path.toString()).matches();
      }
      case "glob" -> {
        // The default file system's globs, on text that has the same separator there.
        PathMatcher glob = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
        yield path -> glob.matches(Path.of(path.toString()));
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
