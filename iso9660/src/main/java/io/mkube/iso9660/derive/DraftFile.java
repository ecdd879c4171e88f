package io.mkube.iso9660.derive;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A file that is written beside the one that it is to become. It is locked while it is written, so
 * that a draft without lock is known to be one that a killed process has left. Closing it removes
 * it, unless it became what it was for.
 */
final class DraftFile implements Closeable {
  private static final String BEGIN = ".mkube-iso-";
  private static final String END = ".part";
  private static final Set<PosixFilePermission> PRIVATE =
      PosixFilePermissions.fromString("rw-------");

  /** Names of this process's drafts: to open and close one would give its lock away (fcntl(2)). */
  private static final Set<String> OWN = ConcurrentHashMap.newKeySet();

  private final Path path;
  private final FileChannel channel;
  private final @Nullable PosixFileAttributes replaced;
  private boolean done;

  private DraftFile(Path path, FileChannel channel, @Nullable PosixFileAttributes replaced) {
    this.path = path;
    this.channel = channel;
    this.replaced = replaced;
  }

  /** Begins a draft for a place, whose folder exists. */
  static DraftFile beside(Path place, Path base) throws IOException {
    Path folder = place.resolveSibling("");
    removeLeftOnes(folder);
    PosixFileAttributes replaced = Files.exists(place) ? posix(place) : null;
    FileAttribute<?>[] attributes = attributes(base, replaced);
    SecureRandom random = new SecureRandom();
    while (true) {
      byte[] number = new byte[Long.BYTES];
      random.nextBytes(number);
      String name = BEGIN + HexFormat.of().formatHex(number) + END;
      OWN.add(name);
      DraftFile draft = create(folder.resolve(name), attributes, replaced);
      if (lock(draft.channel) != Lock.TAKEN && Files.exists(draft.path)) {
        return draft;
      }
      draft.close(); // another process took it for one that was left, before it was locked
    }
  }

  private static DraftFile create(
      Path path, FileAttribute<?>[] attributes, @Nullable PosixFileAttributes replaced)
      throws IOException {
    try {
      Set<OpenOption> options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      return new DraftFile(path, FileChannel.open(path, options, attributes), replaced);
    } catch (IOException e) {
      OWN.remove(path.getFileName().toString());
      throw e;
    }
  }

  FileChannel channel() {
    return channel;
  }

  /** Moves it to its place. */
  void become(Path place, Durability durability) throws IOException {
    if (replaced != null) {
      keepOwner(replaced);
      Files.setPosixFilePermissions(path, replaced.permissions());
    }
    if (durability == Durability.FORCED) {
      channel.force(true);
    }
    Files.move(path, place, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    done = true;
    if (durability == Durability.FORCED) {
      forceName(place.resolveSibling(""));
    }
  }

  @Override
  public void close() throws IOException {
    try (channel) {
      if (!done) {
        Files.deleteIfExists(path);
      }
    } finally {
      OWN.remove(path.getFileName().toString());
    }
  }

  /** Only a privileged process may give files away; for others the new owner is who replaces. */
  @SuppressWarnings("EmptyCatch")
  private void keepOwner(PosixFileAttributes before) {
    PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
    try {
      PosixFileAttributes now = view.readAttributes();
      if (!now.group().equals(before.group())) {
        view.setGroup(before.group());
      }
      if (!now.owner().equals(before.owner())) {
        view.setOwner(before.owner());
      }
    } catch (IOException e) {
      // as it is then
    }
  }

  private static FileAttribute<?>[] attributes(Path base, @Nullable PosixFileAttributes replaced)
      throws IOException {
    PosixFileAttributes like = posix(base);
    if (like == null) {
      return new FileAttribute<?>[0];
    }
    Set<PosixFilePermission> permissions = EnumSet.copyOf(PRIVATE);
    if (replaced == null) {
      permissions.addAll(like.permissions());
      permissions.remove(PosixFilePermission.OWNER_EXECUTE);
      permissions.remove(PosixFilePermission.GROUP_EXECUTE);
      permissions.remove(PosixFilePermission.OTHERS_EXECUTE);
    }
    return new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)};
  }

  private static @Nullable PosixFileAttributes posix(Path path) throws IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
    return view == null ? null : view.readAttributes();
  }

  private static void removeLeftOnes(Path folder) throws IOException {
    try (DirectoryStream<Path> drafts = Files.newDirectoryStream(folder, BEGIN + "*" + END)) {
      for (Path draft : drafts) {
        if (!OWN.contains(draft.getFileName().toString())
            && Files.isRegularFile(draft, LinkOption.NOFOLLOW_LINKS)
            && Files.isWritable(draft)) {
          removeIfLeft(draft);
        }
      }
    }
  }

  private static void removeIfLeft(Path draft) throws IOException {
    try (FileChannel channel =
        FileChannel.open(draft, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
      if (lock(channel) == Lock.GOT) {
        Files.deleteIfExists(draft);
      }
    } catch (NoSuchFileException e) {
      return; // its owner has finished
    }
  }

  private enum Lock {
    GOT,
    TAKEN,
    /** The file system has no locks. */
    UNKNOWN
  }

  private static Lock lock(FileChannel channel) {
    try {
      FileLock lock = channel.tryLock();
      return lock == null ? Lock.TAKEN : Lock.GOT;
    } catch (OverlappingFileLockException e) {
      return Lock.TAKEN; // by this process
    } catch (IOException e) {
      return Lock.UNKNOWN;
    }
  }

  private static void forceName(Path folder) throws IOException {
    if (posix(folder) == null) {
      return; // Windows cannot open folders
    }
    try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
      names.force(true);
    }
  }
}
