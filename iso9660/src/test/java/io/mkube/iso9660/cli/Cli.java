package io.mkube.iso9660.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * The command line in this process.
 *
 * @param code exit code
 * @param bytes what it wrote to standard output
 * @param err what it wrote to standard error
 */
public record Cli(int code, byte[] bytes, String err) {
  /** Runs a command. */
  public static Cli run(Object... arguments) {
    String[] words = new String[arguments.length];
    for (int i = 0; i < words.length; i++) {
      words[i] = arguments[i].toString();
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code =
        IsoCommand.run(
            words,
            new PrintStream(out, false, StandardCharsets.UTF_8),
            new PrintStream(err, false, StandardCharsets.UTF_8));
    return new Cli(code, out.toByteArray(), err.toString(StandardCharsets.UTF_8));
  }

  /** Runs a command that succeeds without a word on standard error. */
  public static Cli succeed(Object... arguments) {
    Cli cli = run(arguments);
    if (cli.code != IsoCommand.OK || !cli.err.isEmpty()) {
      throw new AssertionError(cli.code + " " + cli.err + cli.out());
    }
    return cli;
  }

  /** Standard output as text. */
  public String out() {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
