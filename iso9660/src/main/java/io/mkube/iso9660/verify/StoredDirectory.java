package io.mkube.iso9660.verify;

import java.util.Arrays;

/**
 * A directory as the records tell it.
 *
 * @param block its first block
 * @param parent first block of the directory that it is in
 * @param identifier identifier, of the root one zero byte
 * @param extendedAttributeBlocks blocks of its extended attribute record
 */
record StoredDirectory(long block, long parent, byte[] identifier, int extendedAttributeBlocks) {
  boolean isNamed(byte[] other) {
    return Arrays.equals(identifier, other);
  }
}
