package io.mkube.iso9660.cli;

import io.mkube.iso9660.IsoPatch;
import io.mkube.iso9660.Md5Policy;
import io.mkube.iso9660.bootargs.KernelArguments;
import io.mkube.iso9660.delta.IsoDelta;
import io.mkube.iso9660.derive.ImageCopy;
import io.mkube.iso9660.format.ImageSource;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** {@code iso patch}: a changed copy of an image. */
final class PatchCommand {
  private static final Set<String> FLAGS =
      Set.of("--implant-md5", "--no-md5", "--renew-sums", "--dry-run");
  private static final Set<String> VALUED =
      Set.of("--replace", "--add", "--mkdir", "--delete", "--kernel-args");

  private PatchCommand() {}

  static int run(Arguments arguments, PrintStream out, PrintStream err)
      throws IOException, UsageException {
    Arguments.Sorted sorted = arguments.sort(FLAGS, VALUED, 2, 2);
    if (sorted.has("--implant-md5") && sorted.has("--no-md5")) {
      throw new UsageException("--implant-md5 and --no-md5 contradict each other");
    }
    List<ImageSource> files = new ArrayList<>();
    try (ImageSource base = ImageSource.open(sorted.file(0))) {
      IsoPatch.Builder patch = operations(sorted, files);
      List<KernelArguments.Change> menus = menus(sorted, base, patch);
      menus.forEach(menu -> patch.replace(menu.path(), menu.content()));
      patch.renewSums(sorted.has("--renew-sums"));
      Progress progress = Progress.to(err);
      IsoDelta delta = patch.build().plan(base, progress.of("checksum", base.size()));
      if (sorted.has("--dry-run")) {
        describe(sorted, menus, delta, out);
        return IsoCommand.OK;
      }
      Path target = sorted.file(1);
      ImageCopy.write(sorted.file(0), target, delta, progress.of("copy", base.size()));
      progress.end();
      return IsoCommand.OK;
    } finally {
      for (ImageSource file : files) {
        file.close();
      }
    }
  }

  private static IsoPatch.Builder operations(Arguments.Sorted sorted, List<ImageSource> files)
      throws IOException, UsageException {
    IsoPatch.Builder patch = IsoPatch.builder();
    for (Arguments.Option option : sorted.options()) {
      switch (option.name()) {
        case "--replace" -> patch.replace(isoPath(option), file(option, files));
        case "--add" -> patch.add(isoPath(option), file(option, files));
        case "--mkdir" -> patch.mkdir(absolute(option.value()));
        case "--delete" -> patch.delete(absolute(option.value()));
        case "--implant-md5" -> patch.md5(Md5Policy.IMPLANT);
        case "--no-md5" -> patch.md5(Md5Policy.REMOVE);
        default -> {
          // the others say how, not what
        }
      }
    }
    return patch;
  }

  /** Menus as they are once the operations before have been carried out. */
  private static List<KernelArguments.Change> menus(
      Arguments.Sorted sorted, ImageSource base, IsoPatch.Builder before) throws IOException {
    List<String> words = new ArrayList<>();
    for (Arguments.Option option : sorted.options()) {
      if (option.name().equals("--kernel-args")) {
        words.addAll(KernelArguments.words(option.value()));
      }
    }
    if (words.isEmpty()) {
      return List.of();
    }
    IsoDelta delta = before.md5Kept().plan(base);
    List<KernelArguments.Change> menus = KernelArguments.plan(delta.over(base), words);
    if (menus.isEmpty() && !KernelArguments.hasMenu(delta.over(base))) {
      throw new NoSuchFileException(
          sorted.operands().getFirst(), null, "no boot menu was found in the image");
    }
    return menus;
  }

  private static void describe(
      Arguments.Sorted sorted,
      List<KernelArguments.Change> menus,
      IsoDelta delta,
      PrintStream out) {
    for (Arguments.Option option : sorted.options()) {
      if (VALUED.contains(option.name()) && !option.name().equals("--kernel-args")) {
        out.println(option.name().substring(2) + " " + option.value());
      }
    }
    menus.forEach(menu -> out.print(menu.diff()));
    out.println(
        delta.isEmpty()
            ? "nothing changes"
            : delta.changedBytes()
                + " bytes in "
                + delta.ranges().size()
                + " places change; the image has "
                + delta.size()
                + " bytes, "
                + delta.baseSize()
                + " before");
  }

  private static String isoPath(Arguments.Option option) throws UsageException {
    return absolute(option.value().substring(0, split(option)));
  }

  private static ImageSource file(Arguments.Option option, List<ImageSource> files)
      throws IOException, UsageException {
    String name = option.value().substring(split(option) + 1);
    try {
      Path path = Path.of(name);
      if (Files.isDirectory(path)) {
        throw new UsageException(name + " is a directory, not a file");
      }
      ImageSource source = ImageSource.open(path);
      files.add(source);
      return source;
    } catch (InvalidPathException e) {
      throw new UsageException(name + " is no path: " + e.getReason());
    }
  }

  private static int split(Arguments.Option option) throws UsageException {
    int equals = option.value().indexOf('=');
    if (equals <= 0) {
      throw new UsageException(option.name() + " needs ISOPATH=FILE, not '" + option.value() + "'");
    }
    return equals;
  }

  private static String absolute(String path) throws UsageException {
    if (path.isEmpty() || List.of(path.split("/", -1)).contains("..")) {
      throw new UsageException("'" + path + "' is no path in an image");
    }
    boolean partition = path.startsWith("esp") && path.indexOf(':') > 0;
    return path.startsWith("/") || partition ? path : "/" + path;
  }
}
