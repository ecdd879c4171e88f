package io.mkube.iso9660.patch;

import io.mkube.iso9660.delta.Draft;
import io.mkube.iso9660.directory.DirectoryRecord;
import io.mkube.iso9660.directory.Extent;
import io.mkube.iso9660.directory.IsoEntry;
import io.mkube.iso9660.directory.Tree;
import io.mkube.iso9660.directory.TreeWalk;
import io.mkube.iso9660.directory.View;
import io.mkube.iso9660.format.Sector;
import io.mkube.iso9660.volume.VolumeDescriptor;
import io.mkube.iso9660.volume.VolumeSet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
  record Located(TreeEditor editor, DirectoryNode directory, byte[] identifier, IsoEntry entry) {
    /** Position behind its entries that stand elsewhere; 0 if none does. */
    long continuationEnd() throws IOException {
      return editor.continuationEnd(directory, identifier);
    }

    /** Says where its data is now. */
    void placeFile(List<Extent> sections) throws IOException {
      editor.placeFile(directory, identifier, sections);
      entry.extents().forEach(editor.tree()::release);
      sections.forEach(editor.tree()::use);
    }
  }

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
    String parent = PatchPath.parent(entry.path());
    Tree reference = reference();
    for (TreeEditor editor : editors) {
      Tree tree = tree(editor);
      Optional<Pair> directory = directory(editor, tree, reference, parent);
      if (directory.isEmpty()) {
        continue;
      }
      IsoEntry same = pairs(editor, tree, reference, directory.get()).get(entry.name());
      if (same != null) {
        DirectoryRecord record = same.record();
        found.add(
            new Located(
                editor, editor.tree().holding(record.offset()), record.identifier().copy(), same));
      }
    }
    return found;
  }

  /** All files that have the content of one, itself too. Reads the whole tree. */
  List<IsoEntry> sameContent(IsoEntry file) throws IOException {
    List<IsoEntry> same = new ArrayList<>();
    Tree reference = reference();
    TreeWalk walk = reference.walk(reference.root());
    for (Optional<IsoEntry> next = walk.next(); next.isPresent(); next = walk.next()) {
      if (next.get().isFile() && next.get().extents().equals(file.extents())) {
        same.add(next.get());
      }
    }
    return same;
  }

  /** The entries whose first records stand at positions. Reads the whole tree. */
  List<IsoEntry> storedAt(Set<Long> positions) throws IOException {
    List<IsoEntry> stored = new ArrayList<>();
    Tree reference = reference();
    TreeWalk walk = reference.walk(reference.root());
    for (Optional<IsoEntry> next = walk.next(); next.isPresent(); next = walk.next()) {
      if (positions.contains(next.get().record().offset())) {
        stored.add(next.get());
      }
    }
    return stored;
  }

  /**
   * Files in relocated directories whose content comes before the links to these: by path, the
   * position behind the links. Reads the whole tree.
   */
  Map<String, Long> beforeLinks() throws IOException {
    Map<String, Long> linked = new HashMap<>();
    Map<String, Long> files = new LinkedHashMap<>();
    Tree reference = reference();
    TreeWalk walk = reference.walk(reference.root());
    for (Optional<IsoEntry> next = walk.next(); next.isPresent(); next = walk.next()) {
      IsoEntry entry = next.get();
      long behind = linked.getOrDefault(PatchPath.parent(entry.path()), 0L);
      if (entry.rockRidge().childLink().isPresent()) {
        behind = Math.max(behind, Sector.roundUp(entry.record().offset()));
      }
      if (entry.isDirectory() && behind > 0) {
        linked.put(entry.path(), behind);
      } else if (entry.size() > 0 && entry.extents().getFirst().position() < behind) {
        files.put(entry.path(), behind);
      }
    }
    return files;
  }

  /** The directory in every tree that has it. */
  List<LocatedDirectory> directories(String path) throws IOException {
    List<LocatedDirectory> found = new ArrayList<>();
    Tree reference = reference();
    for (TreeEditor editor : editors) {
      Optional<Pair> directory = directory(editor, tree(editor), reference, path);
      if (directory.isPresent()) {
        long position = directory.get().here().extents().getFirst().position();
        editor.tree().at(position).ifPresent(node -> found.add(new LocatedDirectory(editor, node)));
      }
    }
    return found;
  }

  /** Entries of a directory in the tree that is read first. */
  List<IsoEntry> list(IsoEntry directory) throws IOException {
    return reference().list(directory);
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
    // Its root may have moved since the descriptor was read.
    VolumeDescriptor now =
        set.volumes().stream().filter(v -> v.sector() == volume.sector()).findFirst().orElseThrow();
    return Tree.open(draft, now, view);
  }

  private static long firstSector(VolumeDescriptor volume) {
    return volume.shift() + VolumeSet.FIRST_SECTOR;
  }

  /** One directory in the tree that is read first and in another one. */
  private record Pair(IsoEntry there, IsoEntry here) {}

  /** The directory that stands for one of the tree that is read first. */
  private static Optional<Pair> directory(TreeEditor editor, Tree tree, Tree reference, String path)
      throws IOException {
    Pair pair = new Pair(reference.root(), tree.root());
    for (String name : path.split("/", -1)) {
      if (name.isEmpty()) {
        continue;
      }
      Optional<IsoEntry> there =
          reference.list(pair.there()).stream().filter(e -> e.name().equals(name)).findFirst();
      IsoEntry here = pairs(editor, tree, reference, pair).get(name);
      if (there.isEmpty() || here == null || !here.isDirectory()) {
        return Optional.empty();
      }
      pair = new Pair(there.get(), here);
    }
    return Optional.of(pair);
  }

  private static Map<String, IsoEntry> pairs(
      TreeEditor editor, Tree tree, Tree reference, Pair directory) throws IOException {
    List<IsoEntry> here = tree.list(directory.here());
    if (sameTree(tree, reference)) {
      Map<String, IsoEntry> same = new HashMap<>();
      here.forEach(entry -> same.put(entry.name(), entry));
      return same;
    }
    return EntryPairs.of(
        editor.tree(),
        reference.list(directory.there()),
        here,
        (entry, first) -> positions(first ? reference : tree, entry));
  }

  private static boolean sameTree(Tree a, Tree b) {
    return a.volume().sector() == b.volume().sector();
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
}
