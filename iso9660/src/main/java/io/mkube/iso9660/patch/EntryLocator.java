package io.mkube.iso9660.patch;

import io.mkube.iso9660.delta.Draft;
import io.mkube.iso9660.directory.DirectoryRecord;
import io.mkube.iso9660.directory.IsoEntry;
import io.mkube.iso9660.directory.Tree;
import io.mkube.iso9660.directory.View;
import io.mkube.iso9660.volume.VolumeDescriptor;
import io.mkube.iso9660.volume.VolumeSet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the same file in every tree. Trees spell names in their own way and may leave files out, so
 * where a file is stored counts more than what it is called.
 */
final class EntryLocator {
  private final Draft draft;
  private final List<TreeEditor> editors;

  EntryLocator(Draft draft, List<TreeEditor> editors) {
    this.draft = draft;
    this.editors = editors;
  }

  /**
   * An entry in one tree.
   *
   * @param editor editor of the tree
   * @param directory directory that holds its record
   * @param identifier identifier of its record
   * @param entry the entry
   */
  record Located(TreeEditor editor, DirectoryNode directory, byte[] identifier, IsoEntry entry) {}

  /**
   * A directory in one tree.
   *
   * @param editor editor of the tree
   * @param node the directory
   */
  record LocatedDirectory(TreeEditor editor, DirectoryNode node) {}

  /** The entry of a path in the tree that is read first. */
  Optional<IsoEntry> find(String path) throws IOException {
    return reference().find(path);
  }

  /** The entry in every tree that has it. */
  List<Located> everywhere(IsoEntry entry) throws IOException {
    List<Located> found = new ArrayList<>();
    String parent = parent(entry.path());
    for (TreeEditor editor : editors) {
      Tree tree = tree(editor);
      Optional<IsoEntry> directory = directory(editor, tree, parent);
      if (directory.isEmpty()) {
        continue;
      }
      Optional<IsoEntry> same = match(editor, tree.list(directory.get()), entry);
      if (same.isPresent()) {
        DirectoryRecord record = same.get().record();
        found.add(
            new Located(
                editor,
                editor.tree().holding(record.offset()),
                record.identifier().copy(),
                same.get()));
      }
    }
    return found;
  }

  /** The directory in every tree that has it. */
  List<LocatedDirectory> directories(String path) throws IOException {
    List<LocatedDirectory> found = new ArrayList<>();
    for (TreeEditor editor : editors) {
      Optional<IsoEntry> directory = directory(editor, tree(editor), path);
      if (directory.isPresent()) {
        long position = directory.get().extents().getFirst().position();
        editor.tree().at(position).ifPresent(node -> found.add(new LocatedDirectory(editor, node)));
      }
    }
    return found;
  }

  /** Entries of a directory in the tree that is read first. */
  List<IsoEntry> list(IsoEntry directory) throws IOException {
    return reference().list(directory);
  }

  /** Path of the directory that a path is in. */
  static String parent(String path) {
    int slash = path.lastIndexOf('/');
    return slash <= 0 ? "/" : path.substring(0, slash);
  }

  private Tree reference() throws IOException {
    return Tree.of(draft, VolumeSet.read(draft)).getFirst();
  }

  private Tree tree(TreeEditor editor) throws IOException {
    VolumeDescriptor volume = editor.tree().volume();
    View view =
        switch (volume.kind()) {
          case PRIMARY -> editor.tree().naming().rockRidge() ? View.ROCK_RIDGE : View.PLAIN;
          case JOLIET -> View.JOLIET;
          case ENHANCED -> View.ENHANCED;
          case SUPPLEMENTARY -> View.PLAIN;
        };
    VolumeSet set = VolumeSet.read(draft, firstSector(volume), volume.shift());
    return Tree.of(draft, set).stream()
        .filter(tree -> tree.view() == view)
        .findFirst()
        .orElseThrow();
  }

  private static long firstSector(VolumeDescriptor volume) {
    return volume.shift() + VolumeSet.FIRST_SECTOR;
  }

  /** The directory that stands for one of the tree that is read first. */
  private Optional<IsoEntry> directory(TreeEditor editor, Tree tree, String path)
      throws IOException {
    Tree reference = reference();
    IsoEntry there = reference.root();
    IsoEntry here = tree.root();
    for (String name : path.split("/", -1)) {
      if (name.isEmpty()) {
        continue;
      }
      Optional<IsoEntry> nextThere =
          reference.list(there).stream().filter(e -> e.name().equals(name)).findFirst();
      Optional<IsoEntry> nextHere =
          nextThere.isEmpty()
              ? Optional.empty()
              : child(editor, tree, here, reference, nextThere.get());
      if (nextHere.isEmpty()) {
        return nextHere;
      }
      there = nextThere.get();
      here = nextHere.get();
    }
    return Optional.of(here);
  }

  private static Optional<IsoEntry> child(
      TreeEditor editor, Tree tree, IsoEntry parent, Tree reference, IsoEntry wanted)
      throws IOException {
    List<IsoEntry> children = tree.list(parent).stream().filter(IsoEntry::isDirectory).toList();
    Optional<IsoEntry> named = byName(editor, children, wanted);
    if (named.isPresent()) {
      return named;
    }
    Set<Long> files = positions(reference, wanted);
    for (IsoEntry child : children) {
      Set<Long> common = positions(tree, child);
      common.retainAll(files);
      if (!common.isEmpty()) {
        return Optional.of(child);
      }
    }
    return Optional.empty();
  }

  /** Where the files of a directory are stored. */
  private static Set<Long> positions(Tree tree, IsoEntry directory) throws IOException {
    Set<Long> positions = new HashSet<>();
    for (IsoEntry entry : tree.list(directory)) {
      if (entry.isFile() && entry.size() > 0) {
        positions.add(entry.extents().getFirst().position());
      }
    }
    return positions;
  }

  private static Optional<IsoEntry> match(
      TreeEditor editor, List<IsoEntry> entries, IsoEntry wanted) throws IOException {
    List<IsoEntry> sameKind =
        entries.stream().filter(e -> e.isDirectory() == wanted.isDirectory()).toList();
    Optional<IsoEntry> named = byName(editor, sameKind, wanted);
    boolean comparable = wanted.isFile() && wanted.size() > 0;
    if (!comparable || (named.isPresent() && sameData(named.get(), wanted))) {
      return named;
    }
    return sameKind.stream().filter(entry -> sameData(entry, wanted)).findFirst();
  }

  private static boolean sameData(IsoEntry a, IsoEntry b) {
    return a.extents().equals(b.extents());
  }

  private static Optional<IsoEntry> byName(
      TreeEditor editor, List<IsoEntry> entries, IsoEntry wanted) throws IOException {
    for (IsoEntry entry : entries) {
      if (entry.name().equals(wanted.name())) {
        return Optional.of(entry);
      }
    }
    byte[] identifier = Identifiers.plain(editor.tree(), wanted.name(), wanted.isDirectory());
    for (IsoEntry entry : entries) {
      boolean spelled =
          Arrays.equals(entry.record().identifier().copy(), identifier)
              || (!editor.tree().naming().rockRidge()
                  && entry.name().equalsIgnoreCase(wanted.name()));
      if (spelled) {
        return Optional.of(entry);
      }
    }
    return Optional.empty();
  }
}
