package io.mkube.apiserver.seal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file with the keys that seal secrets. It lies outside the store; all servers of one store
 * have the same one. Written beside and moved, forced to the disk, readable only by its owner.
 */
public final class KeyFile {
  private static final Logger LOG = LoggerFactory.getLogger(KeyFile.class);
  private static final String PREFIX = "mkube-key-1 ";
  private static final String HEAD =
      """
      # Keys that seal the secrets in a store of mkube. Without them these secrets are lost:
      # keep a copy of this file, apart from copies of the store.
      # The first key seals, all of them open. mkube keys rotate replaces them.
      """;

  private final Path path;

  public KeyFile(Path path) {
    this.path = path;
  }

  /** Where it is. */
  public Path path() {
    return path;
  }

  /**
   * Reads the keys; empty if there is no file.
   *
   * @throws IOException if it cannot be read or is no key file; the message names it, and the line
   */
  Optional<KeyRing> read() throws IOException {
    List<String> lines;
    try {
      lines = Files.readAllLines(path, StandardCharsets.UTF_8);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new IOException("key file " + path + ": cannot be read: " + e.getMessage(), e);
    }
    warnIfOthersCanRead();
    List<SealingKey> keys = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (!line.isEmpty() && !line.startsWith("#")) {
        keys.add(key(line, i + 1));
      }
    }
    if (keys.isEmpty()) {
      throw new IOException("key file " + path + ": holds no key");
    }
    return Optional.of(new KeyRing(keys));
  }

  /**
   * Makes the file with a new key. If another process makes it at the same moment, one of the two
   * files stays and both processes use it.
   */
  KeyRing create() throws IOException {
    Path beside = writeBeside(new KeyRing(List.of(SealingKey.random())));
    try {
      Files.createLink(path, beside);
    } catch (FileAlreadyExistsException e) {
      LOG.info("key file {} has just been made by another server", path);
    } catch (UnsupportedOperationException | FileSystemException e) {
      // The file system has no links, or will say itself what is wrong.
      Files.move(beside, path);
    } finally {
      Files.deleteIfExists(beside);
    }
    forceFolder();
    return read().orElseThrow(() -> new IOException("key file " + path + ": has vanished"));
  }

  /** Replaces the keys. */
  void write(KeyRing ring) throws IOException {
    Path beside = writeBeside(ring);
    Files.move(beside, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    forceFolder();
  }

  private SealingKey key(String line, int number) throws IOException {
    try {
      if (line.startsWith(PREFIX)) {
        return new SealingKey(Base64.getDecoder().decode(line.substring(PREFIX.length()).strip()));
      }
    } catch (IllegalArgumentException e) {
      // Told below, without repeating what may be a part of a key.
    }
    throw new IOException("key file " + path + ", line " + number + ": is no key of mkube");
  }

  private Path writeBeside(KeyRing ring) throws IOException {
    StringBuilder text = new StringBuilder(HEAD);
    for (SealingKey key : ring.keys()) {
      text.append(PREFIX).append(Base64.getEncoder().encodeToString(key.bytes())).append('\n');
    }
    Path target = path.toAbsolutePath();
    Path folder = target.getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    Path beside =
        target.resolveSibling(target.getFileName() + "." + ProcessHandle.current().pid() + ".new");
    Files.deleteIfExists(beside);
    if (beside.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.createFile(
          beside,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    } else {
      Files.createFile(beside);
    }
    try (FileChannel channel = FileChannel.open(beside, StandardOpenOption.WRITE)) {
      ByteBuffer bytes = StandardCharsets.UTF_8.encode(text.toString());
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    return beside;
  }

  /** The name of the file must survive a power cut as well; Windows does not open folders. */
  private void forceFolder() throws IOException {
    Path folder = path.toAbsolutePath().getParent();
    if (folder != null && folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  private void warnIfOthersCanRead() throws IOException {
    if (!path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return;
    }
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path);
    if (permissions.contains(PosixFilePermission.GROUP_READ)
        || permissions.contains(PosixFilePermission.OTHERS_READ)) {
      LOG.warn("key file {} can be read by others than its owner; chmod 600 {}", path, path);
    }
  }
}
