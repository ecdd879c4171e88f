package io.mkube.iso9660.patch;

import io.mkube.iso9660.directory.Extent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A directory of a tree that is being changed: where it is and what it is in. */
final class DirectoryNode {
  private final List<DirectoryNode> children = new ArrayList<>();
  private byte[] identifier;
  private Extent extent;
  private @Nullable DirectoryNode parent;

  DirectoryNode(byte[] identifier, Extent extent, @Nullable DirectoryNode parent) {
    this.identifier = identifier;
    this.extent = extent;
    this.parent = parent;
    if (parent != null) {
      parent.children.add(this);
    }
  }

  /** Identifier of ECMA-119; one zero byte for the root. */
  byte[] identifier() {
    return identifier;
  }

  Extent extent() {
    return extent;
  }

  void moveTo(Extent newExtent) {
    extent = newExtent;
  }

  /** What it is in; the root is in itself. */
  DirectoryNode parent() {
    DirectoryNode above = parent;
    return above == null ? this : above;
  }

  boolean isRoot() {
    return parent == null;
  }

  List<DirectoryNode> children() {
    return children;
  }

  /**
   * The directories in it in the order of their places: one that is kept when they move, as
   * libarchive wants moved directories (RRIP 4.1.5) before what leads to them.
   */
  List<DirectoryNode> childrenAsStored() {
    List<DirectoryNode> stored = new ArrayList<>(children);
    stored.sort(Comparator.comparingLong(child -> child.extent.position()));
    return stored;
  }

  void detach() {
    parent().children.remove(this);
  }

  void attach(DirectoryNode newParent, byte[] newIdentifier) {
    parent = newParent;
    identifier = newIdentifier;
    newParent.children.add(this);
  }
}
