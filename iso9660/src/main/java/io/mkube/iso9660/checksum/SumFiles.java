package io.mkube.iso9660.checksum;

import io.mkube.iso9660.content.ContentChannel;
import io.mkube.iso9660.delta.Draft;
import io.mkube.iso9660.directory.IsoEntry;
import io.mkube.iso9660.directory.Tree;
import io.mkube.iso9660.directory.TreeWalk;
import io.mkube.iso9660.format.ImageSource;
import io.mkube.iso9660.format.MemorySource;
import io.mkube.iso9660.patch.PatchSession;
import io.mkube.iso9660.volume.VolumeSet;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Lists of checksums in an image, as {@code md5sum} and its kin write them and as distributions
 * name them: {@code md5sum.txt} and {@code SHA256SUMS} of Debian and Ubuntu, {@code CHECKSUMS} of
 * openSUSE, {@code airootfs.sha512} of Arch beside what it sums, {@code .treeinfo} of Fedora and
 * its kin. Detached signatures of such lists ({@code .gpg}, {@code .asc}) stay and no longer fit.
 */
public final class SumFiles {
  private static final Pattern NAME =
      Pattern.compile(
          "(md5|sha1|sha256|sha512|b2)sums?(\\.txt)?|checksums?(\\.txt)?"
              + "|.+\\.(md5|sha1|sha256|sha512)(sums?)?");
  private static final String TREE_INFO = ".treeinfo";
  private static final long MAX_LIST = 4L << 20;

  /** A list may hold the sum of another; longer chains are not written by anyone. */
  private static final int MAX_PASSES = 3;

  private SumFiles() {}

  /** Whether a file of this name is such a list. */
  public static boolean isList(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return NAME.matcher(lower).matches() || lower.equals(TREE_INFO);
  }

  /**
   * Makes every list true again: other sums for changed files, no lines for deleted ones, and, in
   * the lists of the whole tree, lines for new ones. Reads every file that is listed.
   *
   * @param base the image without the changes
   * @param added paths of new files, and of directories with new paths
   */
  public static void renew(PatchSession session, ImageSource base, List<String> added)
      throws IOException {
    List<String> files = files(session.draft(), added);
    boolean changed = true;
    for (int pass = 0; changed && pass < MAX_PASSES; pass++) {
      changed = false;
      for (IsoEntry list : lists(session.draft())) {
        changed |= renew(session, base, list, pass == 0 ? files : List.of());
      }
    }
  }

  private static boolean renew(
      PatchSession session, ImageSource base, IsoEntry list, List<String> added)
      throws IOException {
    Draft draft = session.draft();
    Tree tree = tree(draft);
    String before = new String(read(draft, list), StandardCharsets.ISO_8859_1);
    String folder = parent(list.path());
    Sums sums =
        new Sums(new SumReader(draft, tree, folder), new SumReader(base, tree(base), folder));
    String after =
        list.name().equalsIgnoreCase(TREE_INFO)
            ? TreeInfo.renewed(before, sums)
            : SumList.renewed(before, sums, list.path(), added, others(tree, added));
    if (after.equals(before)) {
      return false;
    }
    byte[] content = after.getBytes(StandardCharsets.ISO_8859_1);
    session.replace(list.path(), new MemorySource(content));
    return true;
  }

  private static List<IsoEntry> lists(Draft draft) throws IOException {
    List<IsoEntry> lists = new ArrayList<>();
    Tree tree = tree(draft);
    TreeWalk walk = tree.walk(tree.root());
    for (Optional<IsoEntry> next = walk.next(); next.isPresent(); next = walk.next()) {
      IsoEntry entry = next.get();
      if (entry.isFile() && isList(entry.name()) && entry.size() <= MAX_LIST) {
        lists.add(entry);
      }
    }
    return lists;
  }

  /** Paths of files, of all below where a path is that of a directory; no lists. */
  private static List<String> files(Draft draft, List<String> paths) throws IOException {
    List<String> files = new ArrayList<>();
    Tree tree = tree(draft);
    for (String path : paths) {
      Optional<IsoEntry> entry = tree.find(path);
      if (entry.isPresent() && entry.get().isDirectory()) {
        TreeWalk walk = tree.walk(entry.get());
        for (Optional<IsoEntry> next = walk.next(); next.isPresent(); next = walk.next()) {
          next.filter(IsoEntry::isFile).ifPresent(file -> files.add(file.path()));
        }
      } else {
        entry.filter(IsoEntry::isFile).ifPresent(file -> files.add(file.path()));
      }
    }
    files.removeIf(file -> isList(file.substring(file.lastIndexOf('/') + 1)));
    return files;
  }

  private static int others(Tree tree, List<String> added) throws IOException {
    int count = 0;
    TreeWalk walk = tree.walk(tree.root());
    for (Optional<IsoEntry> next = walk.next(); next.isPresent(); next = walk.next()) {
      IsoEntry entry = next.get();
      count += entry.isFile() && !isList(entry.name()) && !added.contains(entry.path()) ? 1 : 0;
    }
    return count;
  }

  private static Tree tree(ImageSource image) throws IOException {
    return Tree.of(image, VolumeSet.read(image)).getFirst();
  }

  private static String parent(String path) {
    return path.substring(0, path.lastIndexOf('/') + 1);
  }

  private static byte[] read(Draft draft, IsoEntry entry) throws IOException {
    try (InputStream content = Channels.newInputStream(ContentChannel.open(draft, entry))) {
      return content.readAllBytes();
    }
  }
}
