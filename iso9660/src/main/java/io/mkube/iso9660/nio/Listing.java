package io.mkube.iso9660.nio;

import io.mkube.iso9660.directory.EntryCursor;
import io.mkube.iso9660.directory.IsoEntry;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The entries of a directory, read and filtered while they are asked for. Not thread-safe. */
final class Listing implements DirectoryStream<Path> {
  private final IsoPath directory;
  private final Location location;
  private final EntryCursor entries;
  private final DirectoryStream.Filter<? super Path> filter;
  private volatile boolean closed;
  private boolean given;

  Listing(
      IsoPath directory,
      Location location,
      EntryCursor entries,
      DirectoryStream.Filter<? super Path> filter) {
    this.directory = directory;
    this.location = location;
    this.entries = entries;
    this.filter = filter;
  }

  @Override
  public Iterator<Path> iterator() {
    if (closed) {
      throw new IllegalStateException("the directory stream is closed");
    }
    if (given) {
      throw new IllegalStateException("the iterator was given before");
    }
    given = true;
    return new Paths();
  }

  @Override
  public void close() {
    closed = true;
  }

  /** The paths that the filter lets through. */
  private final class Paths implements Iterator<Path> {
    private @Nullable Path pending;

    @Override
    public boolean hasNext() {
      try {
        while (pending == null && !closed && directory.getFileSystem().isOpen()) {
          Optional<IsoEntry> entry = entries.next();
          if (entry.isEmpty()) {
            return false;
          }
          Path path = directory.child(new Location(entry.get(), location));
          pending = filter.accept(path) ? path : null;
        }
        return pending != null;
      } catch (IOException e) {
        throw new DirectoryIteratorException(e);
      }
    }

    @Override
    public Path next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      Path path = pending;
      pending = null;
      if (path == null) {
        throw new NoSuchElementException();
      }
      return path;
    }
  }
}
