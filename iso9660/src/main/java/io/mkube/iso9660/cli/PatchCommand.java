package io.mkube.iso9660.cli;

import io.mkube.iso9660.IsoPatch;
import io.mkube.iso9660.Md5Policy;
import io.mkube.iso9660.bootargs.KernelArguments;
import io.mkube.iso9660.delta.IsoDelta;
import io.mkube.iso9660.derive.DeriveOptions;
import io.mkube.iso9660.derive.Durability;
import io.mkube.iso9660.derive.PlannedImage;
import io.mkube.iso9660.format.ImageSource;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** {@code iso patch}: a changed copy of an image. */
final class PatchCommand {
  private static final Set<String> FLAGS =
      Set.of("--implant-md5", "--no-md5", "--renew-sums", "--dry-run", "--fsync");
  private static final Set<String> VALUED =
      Set.of("--replace", "--add", "--mkdir", "--delete", "--kernel-args");

  private PatchCommand() {}

  static int run(Arguments arguments, PrintStream out, PrintStream err)
      throws IOException, UsageException {
    Arguments.Sorted sorted = arguments.sort(FLAGS, VALUED, 2, "BASE", "TARGET");
    if (sorted.has("--implant-md5") && sorted.has("--no-md5")) {
      throw new UsageException("--implant-md5 and --no-md5 contradict each other");
    }
    List<ImageSource> files = new ArrayList<>();
    Progress progress = Progress.to(err);
    try (ImageSource base = ImageSource.open(sorted.file(0))) {
      IsoPatch.Builder patch = operations(sorted, files);
      List<String> words = kernelArguments(sorted);
      List<KernelArguments.Change> menus =
          words.isEmpty() ? List.of() : menus(sorted, base, patch, words);
      menus.forEach(menu -> patch.replace(menu.path(), menu.content()));
      patch.renewSums(sorted.has("--renew-sums"));
      if (sorted.has("--dry-run")) {
        IsoDelta delta =
            patch.build().plan(base, done -> progress.show("checksum", done, base.size()));
        PlannedImage.requireSound(sorted.operands().get(1), base, delta);
        progress.end();
        DryRun.print(changes(sorted, base), menus, delta, out);
      } else {
        patch.build().derive(sorted.file(0), sorted.file(1), options(sorted, progress));
        progress.end();
      }
      if (!words.isEmpty()) {
        tellSealed(base, err);
      }
      return IsoCommand.OK;
    } finally {
      progress.end();
      for (ImageSource file : files) {
        file.close();
      }
    }
  }

  private static DeriveOptions options(Arguments.Sorted sorted, Progress progress) {
    return DeriveOptions.DEFAULT
        .with(sorted.has("--fsync") ? Durability.FORCED : Durability.CACHED)
        .with(
            (phase, done, total) ->
                progress.show(phase.name().toLowerCase(Locale.ROOT), done, total));
  }

  /** The changes that were asked for, as they were typed, with what becomes of replaced files. */
  private static List<String> changes(Arguments.Sorted sorted, ImageSource base)
      throws IOException, UsageException {
    List<String> changes = new ArrayList<>();
    for (Arguments.Option option : sorted.options()) {
      if (!VALUED.contains(option.name()) || option.name().equals("--kernel-args")) {
        continue;
      }
      changes.add(option.name().substring(2) + " " + option.value());
      if (option.name().equals("--replace")) {
        Path file = Path.of(option.value().substring(split(option) + 1));
        try (ImageSource content = ImageSource.open(file)) {
          changes.addAll(Replacement.lines(base, isoPath(option), content));
        }
      }
    }
    return changes;
  }

  private static IsoPatch.Builder operations(Arguments.Sorted sorted, List<ImageSource> files)
      throws IOException, UsageException {
    IsoPatch.Builder patch = IsoPatch.builder();
    for (Arguments.Option option : sorted.options()) {
      switch (option.name()) {
        case "--replace" -> patch.replace(isoPath(option), file(option, files));
        case "--add" -> patch.add(isoPath(option), file(option, files));
        case "--mkdir" -> patch.mkdir(Paths.absolute(option.value()));
        case "--delete" -> patch.delete(Paths.absolute(option.value()));
        case "--implant-md5" -> patch.md5(Md5Policy.IMPLANT);
        case "--no-md5" -> patch.md5(Md5Policy.REMOVE);
        default -> {
          // the others say how, not what
        }
      }
    }
    return patch;
  }

  private static List<String> kernelArguments(Arguments.Sorted sorted) {
    List<String> words = new ArrayList<>();
    for (Arguments.Option option : sorted.options()) {
      if (option.name().equals("--kernel-args")) {
        words.addAll(KernelArguments.words(option.value()));
      }
    }
    return words;
  }

  /** Says which kernels boot without what was asked for. */
  private static void tellSealed(ImageSource image, PrintStream err) throws IOException {
    for (String path : KernelArguments.sealed(image)) {
      err.println(
          OneLine.of(
              "mkube iso patch: "
                  + path
                  + ": is a unified kernel image, which holds its arguments inside; they stay as"
                  + " they are"));
    }
  }

  /** Menus as they are once the operations before have been carried out. */
  private static List<KernelArguments.Change> menus(
      Arguments.Sorted sorted, ImageSource base, IsoPatch.Builder before, List<String> words)
      throws IOException {
    IsoDelta delta = before.md5Kept().plan(base);
    List<KernelArguments.Change> menus = KernelArguments.plan(delta.over(base), words);
    if (menus.isEmpty() && !KernelArguments.hasMenu(delta.over(base))) {
      List<String> sealed = KernelArguments.sealed(delta.over(base));
      throw new NoSuchFileException(
          sorted.operands().getFirst(),
          null,
          "no boot menu was found in the image"
              + (sealed.isEmpty()
                  ? ""
                  : ", only a unified kernel image, which holds its arguments inside: "
                      + String.join(", ", sealed)));
    }
    return menus;
  }

  private static String isoPath(Arguments.Option option) throws UsageException {
    return Paths.absolute(option.value().substring(0, split(option)));
  }

  private static ImageSource file(Arguments.Option option, List<ImageSource> files)
      throws IOException, UsageException {
    String name = option.value().substring(split(option) + 1);
    try {
      Path path = Path.of(name);
      if (Files.isDirectory(path)) {
        throw new FileSystemException(
            name, null, "is a directory, and " + option.name() + " takes files");
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
}
