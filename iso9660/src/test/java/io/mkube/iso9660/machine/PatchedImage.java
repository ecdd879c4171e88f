package io.mkube.iso9660.machine;

import io.mkube.iso9660.cli.Cli;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A patched image that a kernel is started from. */
final class PatchedImage {
  static final String ARGUMENTS = "console=ttyS0,115200 rd.iscsi.firmware ip=ibft";

  private PatchedImage() {}

  /** Makes an image, patches it, and checks it. */
  static Path make(Path folder, Layout layout, Change change) throws Exception {
    Path base = layout.make(folder);
    Path target = folder.resolve("patched.iso");
    List<String> command = new ArrayList<>(List.of("patch", base.toString(), target.toString()));
    command.addAll(change.options(folder, layout));
    command.addAll(List.of("--kernel-args", ARGUMENTS));
    Cli.succeed(command.toArray());
    Cli.succeed("verify", target);
    return target;
  }
}
