package io.mkube.app;

import io.mkube.app.command.CommandLines;
import io.mkube.app.console.StopSignal;
import io.mkube.iso9660.cli.IsoCommand;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** Entry of the program. */
public final class Mkube {
  private Mkube() {}

  public static void main(String[] arguments) {
    StopSignal stop = StopSignal.install();
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    CommandLines lines = new CommandLines(stop::requested, out, err, Mkube::iso);
    stop.exit(lines.execute(arguments));
  }

  private static int iso(String[] arguments) {
    return IsoCommand.run(arguments, IsoCommand.standardOutput(), System.err);
  }
}
