package io.mkube.iso9660.directory;

/** How the names of a tree are read. */
public enum View {
  /** The primary tree with names, links and attributes of Rock Ridge. */
  ROCK_RIDGE,
  /** The tree of the Joliet descriptor. */
  JOLIET,
  /** The tree of the enhanced descriptor of ISO 9660:1999. */
  ENHANCED,
  /** The primary tree with its identifiers, less versions. */
  PLAIN
}
