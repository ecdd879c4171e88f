package io.mkube.routeros.file;

import java.util.Optional;

/**
 * Menu {@code /file}. Paths have no leading slash; the first element is the disk. Listing is never
 * offered: it walks all disks and can take minutes. Thread-safe.
 */
public interface DeviceFiles {
  /** The size in bytes of a file, 0 for a folder, empty if there is nothing at the path. */
  Optional<Long> find(String path);

  /**
   * Makes a folder and its parents; existing ones are left alone. The disk, the first element of a
   * path of several, must be there.
   */
  void createFolder(String path);

  /**
   * Creates or replaces a small text file; the parent must exist.
   *
   * @throws io.mkube.routeros.DeviceException.Rejected if the content exceeds 60 KiB
   */
  void write(String path, String content);

  /** Renames within one disk; the target must not exist. */
  void rename(String from, String to);

  /** Removes a file or folder with all below it; nothing there is success. */
  void remove(String path);
}
