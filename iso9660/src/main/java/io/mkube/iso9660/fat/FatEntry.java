package io.mkube.iso9660.fat;

/**
 * A file or directory of a FAT file system.
 *
 * @param path absolute path with {@code /} between the names
 * @param name long name, or the short one if there is no long one
 * @param directory whether it is a directory
 * @param size bytes of the content; 0 for a directory
 * @param cluster first cluster, 0 if there is no content
 * @param offset position in the image of its directory entry of 32 bytes, −1 for the root
 */
public record FatEntry(
    String path, String name, boolean directory, long size, long cluster, long offset) {}
