package io.mkube.iso9660.derive;

/** When a derived image is taken to be written. */
public enum Durability {
  /** When the operating system has it, as with {@code cp}; it survives a crash of the program. */
  CACHED,
  /** When the disk has it, contents and name; it survives a loss of power. */
  FORCED
}
