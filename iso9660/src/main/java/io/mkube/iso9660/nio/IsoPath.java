package io.mkube.iso9660.nio;

import java.io.IOException;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A path in an image: names with {@code /} between them. One that a directory stream gave knows its
 * entry, which cannot change. Immutable.
 */
final class IsoPath implements Path {
  private final IsoFileSystem fileSystem;
  private final boolean absolute;
  private final List<String> names;
  private final @Nullable Location location;

  private IsoPath(IsoFileSystem fileSystem, boolean absolute, List<String> names) {
    this(fileSystem, absolute, List.copyOf(names), null);
  }

  private IsoPath(
      IsoFileSystem fileSystem, boolean absolute, List<String> names, @Nullable Location location) {
    this.fileSystem = fileSystem;
    this.absolute = absolute;
    this.names = names;
    this.location = location;
  }

  /** The path of an entry of this directory. */
  IsoPath child(Location entry) {
    List<String> all = new ArrayList<>(names.size() + 1);
    if (!isEmpty()) {
      all.addAll(names);
    }
    all.add(entry.entry().name());
    return new IsoPath(fileSystem, absolute, List.copyOf(all), entry);
  }

  /** The entry, if it is known already; of a link, the link itself. */
  @Nullable Location location() {
    return location;
  }

  /** Adds all names, to be looked up from the root. */
  void addNamesTo(Collection<String> target) {
    target.addAll(names);
  }

  static IsoPath parse(IsoFileSystem fileSystem, String text) {
    if (text.indexOf('\0') >= 0) {
      throw new InvalidPathException(text, "a path must not contain a zero character");
    }
    List<String> names = new ArrayList<>();
    for (String name : text.split("/", -1)) {
      if (!name.isEmpty()) {
        names.add(name);
      }
    }
    boolean absolute = text.startsWith("/");
    // The empty path has one empty name, as java.nio.file.Path defines.
    return new IsoPath(fileSystem, absolute, names.isEmpty() && !absolute ? List.of("") : names);
  }

  private IsoPath with(boolean isAbsolute, List<String> newNames) {
    return new IsoPath(
        fileSystem, isAbsolute, newNames.isEmpty() && !isAbsolute ? List.of("") : newNames);
  }

  private boolean isEmpty() {
    return !absolute && names.equals(List.of(""));
  }

  private static IsoPath own(Path path) {
    if (path instanceof IsoPath own) {
      return own;
    }
    throw new ProviderMismatchException(path + " is no path of an image");
  }

  @Override
  public IsoFileSystem getFileSystem() {
    return fileSystem;
  }

  @Override
  public boolean isAbsolute() {
    return absolute;
  }

  @Override
  public @Nullable Path getRoot() {
    return absolute ? with(true, List.of()) : null;
  }

  @Override
  public @Nullable Path getFileName() {
    return names.isEmpty() ? null : with(false, List.of(names.getLast()));
  }

  @Override
  public @Nullable Path getParent() {
    if (names.isEmpty() || (names.size() == 1 && !absolute)) {
      return null;
    }
    return with(absolute, names.subList(0, names.size() - 1));
  }

  @Override
  public int getNameCount() {
    return names.size();
  }

  @Override
  public Path getName(int index) {
    if (index < 0 || index >= names.size()) {
      throw new IllegalArgumentException("no name " + index + " in " + this);
    }
    return with(false, List.of(names.get(index)));
  }

  @Override
  public Path subpath(int begin, int end) {
    if (begin < 0 || end > names.size() || begin >= end) {
      throw new IllegalArgumentException("no names " + begin + " to " + end + " in " + this);
    }
    return with(false, names.subList(begin, end));
  }

  @Override
  public boolean startsWith(Path other) {
    return other instanceof IsoPath path
        && path.fileSystem == fileSystem
        && path.absolute == absolute
        && path.names.size() <= names.size()
        && names.subList(0, path.names.size()).equals(path.names);
  }

  @Override
  public boolean endsWith(Path other) {
    if (!(other instanceof IsoPath path) || path.fileSystem != fileSystem) {
      return false;
    }
    if (path.absolute) {
      return equals(path);
    }
    int from = names.size() - path.names.size();
    return from >= 0 && names.subList(from, names.size()).equals(path.names);
  }

  @Override
  public IsoPath normalize() {
    List<String> result = new ArrayList<>();
    for (String name : names) {
      boolean up = name.equals("..");
      if (up && !result.isEmpty() && !result.getLast().equals("..")) {
        result.removeLast();
      } else if (!name.equals(".") && !(up && absolute)) {
        result.add(name);
      }
    }
    return with(absolute, result);
  }

  @Override
  public Path resolve(Path other) {
    IsoPath path = own(other);
    if (path.absolute || isEmpty()) {
      return path;
    }
    if (path.isEmpty()) {
      return this;
    }
    List<String> all = new ArrayList<>(names);
    all.addAll(path.names);
    return with(absolute, all);
  }

  @Override
  public Path relativize(Path other) {
    IsoPath path = own(other);
    if (path.absolute != absolute) {
      throw new IllegalArgumentException("one of " + this + " and " + other + " is absolute");
    }
    if (isEmpty()) {
      return path;
    }
    boolean dots = hasDots() || path.hasDots();
    List<String> mine = shown(dots ? normalize() : this);
    List<String> theirs = shown(dots ? path.normalize() : path);
    int common = 0;
    while (common < Math.min(mine.size(), theirs.size())
        && mine.get(common).equals(theirs.get(common))) {
      common++;
    }
    if (mine.subList(common, mine.size()).contains("..")) {
      throw new IllegalArgumentException("no path leads from " + this + " to " + other);
    }
    List<String> result = new ArrayList<>();
    for (int i = common; i < mine.size(); i++) {
      result.add("..");
    }
    result.addAll(theirs.subList(common, theirs.size()));
    return with(false, result);
  }

  private boolean hasDots() {
    return names.contains(".") || names.contains("..");
  }

  private static List<String> shown(IsoPath path) {
    return path.isEmpty() ? List.of() : path.names;
  }

  @Override
  public URI toUri() {
    return fileSystem.uri(toAbsolutePath().toString());
  }

  @Override
  public Path toAbsolutePath() {
    return absolute ? this : with(true, isEmpty() ? List.of() : names);
  }

  @Override
  public Path toRealPath(LinkOption... options) throws IOException {
    boolean follow = !List.of(options).contains(LinkOption.NOFOLLOW_LINKS);
    return parse(fileSystem, fileSystem.resolver().resolve(this, follow).entry().path());
  }

  @Override
  public WatchKey register(
      WatchService watcher, WatchEvent.Kind<?>[] events, WatchEvent.Modifier... modifiers)
      throws NoSuchFileException {
    throw new UnsupportedOperationException("an image does not change");
  }

  @Override
  public int compareTo(Path other) {
    return toString().compareTo(own(other).toString());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof IsoPath path
        && path.fileSystem == fileSystem
        && path.absolute == absolute
        && path.names.equals(names);
  }

  @Override
  public int hashCode() {
    return Objects.hash(absolute, names);
  }

  @Override
  public String toString() {
    return (absolute ? "/" : "") + String.join("/", names);
  }
}
