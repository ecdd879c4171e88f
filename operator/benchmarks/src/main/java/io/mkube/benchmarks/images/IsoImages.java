package io.mkube.benchmarks.images;

import io.mkube.iso9660.IsoImage;
import io.mkube.iso9660.IsoPatch;
import io.mkube.iso9660.cli.IsoCommand;
import io.mkube.iso9660.derive.DeriveOptions;
import io.mkube.iso9660.derive.Durability;
import io.mkube.iso9660.directory.IsoEntry;
import io.mkube.iso9660.directory.TreeWalk;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * Derives, lists and reads images. Needs xorriso, genisoimage, isomd5sum; XFS is mounted by root.
 */
public final class IsoImages {
  private static final int ROUNDS = 5;
  private static final String LARGE = "1000M";
  private final Path folder;
  private final PrintStream out;

  public IsoImages(Path folder, PrintStream out) {
    this.folder = folder;
    this.out = out;
  }

  /** Derivation beside {@code cp} and xorriso. */
  public void derive() throws IOException, InterruptedException {
    out.println("derive an image of 1 GiB with three changed files:");
    Path base = large("derive");
    Path derived = base.resolveSibling("derived.iso");
    Path copied = base.resolveSibling("copied.iso");
    IsoPatch patch = threeFiles();
    Programs.Tidy tidy = new Programs.Tidy(derived, copied);
    Programs.Settle settle = new Programs.Settle(tidy, base);
    new Turns(out)
        .add("derive", () -> patch.derive(base, derived))
        .add("cp", () -> Programs.run("cp", base, copied))
        .add("xorriso", () -> xorriso(base, derived))
        .run(2, 2 * ROUNDS, settle)
        .ratio("derive", "cp", "<= 1.05")
        .ratio("xorriso", "derive", ">= 4")
        .ratio("xorriso", "cp", "what a bare copy reaches");
    new Turns(out)
        .add("derive forced", () -> patch.derive(base, derived, forced()))
        .add("cp forced", () -> Programs.run("sh", "-c", "cp $0 $1 && sync $1", base, copied))
        .run(1, ROUNDS, settle)
        .ratio("derive forced", "cp forced", "<= 1.05");
    Programs.java("-Xmx8m", IsoCommand.class, "patch", base, derived, "--add", "/a=" + menu(base));
    out.println("  a virtual machine with -Xmx8m derives it: yes");
    tidy.run();
  }

  /** Derivation where blocks can be shared. */
  public void reflink() throws IOException, InterruptedException {
    out.println("derive an image of 1 GiB on XFS with shared blocks:");
    Path base = large("reflink");
    Path disk = base.resolveSibling("xfs.img");
    Path mount = Files.createDirectories(base.resolveSibling("xfs"));
    Programs.run("truncate", "-s", "3G", disk);
    Programs.run("mkfs.xfs", "-q", "-f", "-m", "reflink=1", disk);
    if (!Programs.succeeds("mount", "-o", "loop", disk, mount)) {
      out.println("  not measured: this machine does not let us mount");
      return;
    }
    try {
      Path there = mount.resolve("base.iso");
      Programs.run("cp", base, there);
      Programs.run("sync", there);
      menu(there);
      Path derived = mount.resolve("derived.iso");
      Path copied = mount.resolve("copied.iso");
      IsoPatch patch = threeFiles();
      new Turns(out)
          .add("derive", () -> patch.derive(there, derived))
          .add("cp --reflink", () -> Programs.run("cp", "--reflink=always", there, copied))
          .add("xorriso", () -> xorriso(there, derived))
          .run(3, ROUNDS, new Programs.Tidy(derived, copied))
          .ratio("derive", "cp --reflink", "derive <= 50 ms")
          .ratio("xorriso", "derive", ">= 4");
    } finally {
      Programs.run("umount", mount);
    }
  }

  /** Derivation of an image with an implanted checksum. */
  public void md5() throws IOException, InterruptedException {
    out.println("derive an image of 1 GiB with an implanted MD5:");
    Path base = large("md5");
    Programs.run("implantisomd5", "-f", base);
    Path derived = base.resolveSibling("derived.iso");
    Path copied = base.resolveSibling("copied.iso");
    IsoPatch patch = threeFiles();
    new Turns(out)
        .add("derive", () -> patch.derive(base, derived))
        .add("cp, md5sum", () -> Programs.run("sh", "-c", "cp $0 $1; md5sum $1", base, copied))
        .run(2, ROUNDS, new Programs.Settle(new Programs.Tidy(derived, copied), base))
        .ratio("derive", "cp, md5sum", "<= 1");
  }

  /** A listing of 10,000 files. */
  public void list() throws IOException, InterruptedException {
    out.println("open an image with 10,000 files and list it:");
    Path tree = Files.createDirectories(folder.resolve("list"));
    for (int i = 0; i < 10_000; i++) {
      Path directory = Files.createDirectories(tree.resolve("directory " + i % 100));
      Files.writeString(directory.resolve("file number " + i + ".txt"), "content " + i);
    }
    Path image = folder.resolve("list.iso");
    Programs.run("xorriso", "-as", "mkisofs", "-quiet", "-R", "-J", "-o", image, tree);
    new Turns(out)
        .add("walk", () -> walk(image))
        .add("mkube iso ls -R", () -> listToNowhere(image))
        .add("isoinfo -l", () -> Programs.run("isoinfo", "-l", "-i", image))
        .add("isoinfo -R -l", () -> Programs.run("isoinfo", "-R", "-l", "-i", image))
        .run(20, 4 * ROUNDS, () -> {})
        .ratio("walk", "isoinfo -l", "<= 0.5")
        .ratio("mkube iso ls -R", "isoinfo -l", "<= 0.5");
  }

  /** The content of a large file. */
  public void read() throws IOException, InterruptedException {
    out.println("read a file of 1,000 MB:");
    Path image = large("read");
    Path plain = image.resolveSibling("tree").resolve("large");
    Path target = folder.resolve("read.out");
    try (FileSystem files = FileSystems.newFileSystem(image)) {
      Path inside = files.getPath("/large");
      new Turns(out)
          .add("image, to nowhere", () -> Files.copy(inside, OutputStream.nullOutputStream()))
          .add("file, to nowhere", () -> Files.copy(plain, OutputStream.nullOutputStream()))
          .add("image, to a file", () -> Files.copy(inside, target))
          .add("file, to a file", () -> Files.copy(plain, target))
          .run(2, ROUNDS, new Programs.Tidy(target))
          .ratio("file, to nowhere", "image, to nowhere", ">= 0.9")
          .ratio("file, to a file", "image, to a file", ">= 0.9");
    }
  }

  private Path large(String name) throws IOException, InterruptedException {
    Path place = folder.resolve(name);
    Path tree = Files.createDirectories(place.resolve("tree"));
    Programs.run("sh", "-c", "head -c $0 /dev/urandom > $1", LARGE, tree.resolve("large"));
    for (String file : new String[] {"one.cfg", "two.cfg", "three.cfg"}) {
      Files.writeString(tree.resolve(file), "menuentry " + file + " {}\n");
    }
    Path image = place.resolve("base.iso");
    Programs.run("xorriso", "-as", "mkisofs", "-quiet", "-R", "-J", "-o", image, tree);
    menu(image);
    return image;
  }

  private static Path menu(Path base) throws IOException {
    return Files.write(base.resolveSibling("new.cfg"), changed());
  }

  private static byte[] changed() {
    return "menuentry changed {}\n".repeat(50).getBytes(StandardCharsets.UTF_8);
  }

  private static IsoPatch threeFiles() {
    return IsoPatch.builder()
        .replace("/one.cfg", changed())
        .replace("/two.cfg", changed())
        .replace("/three.cfg", changed())
        .build();
  }

  private static DeriveOptions forced() {
    return DeriveOptions.DEFAULT.with(Durability.FORCED);
  }

  private static void xorriso(Path base, Path target) throws IOException, InterruptedException {
    Path menu = base.resolveSibling("new.cfg");
    Programs.run(
        "xorriso",
        "-indev",
        base,
        "-outdev",
        target,
        "-boot_image",
        "any",
        "replay",
        "-update",
        menu,
        "/one.cfg",
        "-update",
        menu,
        "/two.cfg",
        "-update",
        menu,
        "/three.cfg");
  }

  private static void walk(Path image) throws IOException {
    try (IsoImage iso = IsoImage.open(image)) {
      TreeWalk walk = iso.walk();
      long bytes = 0;
      for (Optional<IsoEntry> next = walk.next(); next.isPresent(); next = walk.next()) {
        bytes += next.get().size();
      }
      if (bytes == 0) {
        throw new IOException(String.format(Locale.ROOT, "%s is empty", image));
      }
    }
  }

  private static void listToNowhere(Path image) {
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    if (IsoCommand.run(new String[] {"ls", "-R", image.toString()}, nowhere, System.err) != 0) {
      throw new IllegalStateException("the listing failed");
    }
  }
}
