package io.mkube.iso9660.cli;

import io.mkube.iso9660.format.IsoFormatException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.PrintStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Arrays;
import java.util.List;

/**
 * Lists, reads, describes, checks and patches images: {@code ls}, {@code cat}, {@code info}, {@code
 * verify}, {@code patch}. Results go to standard output, everything else to standard error.
 */
public final class IsoCommand {
  /** Done, and nothing is wrong. */
  public static final int OK = 0;

  /** It could not be done, or {@code verify} found an error. */
  public static final int FAILED = 1;

  /** The arguments make no sense. */
  public static final int USAGE = 2;

  /** Nobody reads the output any more; what a shell says of programs that SIGPIPE ends. */
  public static final int BROKEN_PIPE = 141;

  private IsoCommand() {}

  /** Runs the command as a program. */
  public static void main(String[] args) {
    Thread program = Thread.currentThread();
    Thread stop = new Thread(() -> stop(program), "stop-signal");
    Runtime.getRuntime().addShutdownHook(stop);
    int code = run(args, standardOutput(), System.err);
    try {
      Runtime.getRuntime().removeShutdownHook(stop);
    } catch (IllegalStateException e) {
      return; // a signal came, and the hook waits for this thread to end
    }
    System.exit(code);
  }

  /** Lets the program remove what it has not finished. */
  private static void stop(Thread program) {
    program.interrupt();
    try {
      program.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Standard output for {@link #run}: buffered, in UTF-8 whatever the locale says, and with its
   * failures known, so that a full disk is told and a broken pipe is not.
   */
  public static PrintStream standardOutput() {
    return StandardOutput.open();
  }

  /**
   * Runs the command.
   *
   * @param out takes the results; closed by the caller
   * @param err takes messages, one line for each problem
   * @return exit code: {@link #OK}, {@link #FAILED}, {@link #USAGE} or {@link #BROKEN_PIPE}
   */
  public static int run(String[] args, PrintStream out, PrintStream err) {
    List<String> words = Arrays.asList(args);
    if (words.isEmpty()) {
      err.print(Help.overview());
      return USAGE;
    }
    String name = "mkube iso " + words.getFirst();
    try {
      int code =
          dispatch(words.getFirst(), new Arguments(words.subList(1, words.size())), out, err);
      out.flush();
      if (out.checkError()) {
        throw new IOException("standard output cannot be written");
      }
      return code;
    } catch (StandardOutput.Lost e) {
      return lost(e, name, err);
    } catch (UsageException e) {
      err.println(OneLine.of(name + ": " + e.getMessage() + "; see '" + help(words) + "'"));
      return USAGE;
    } catch (IsoFormatException e) {
      err.println(OneLine.of(name + ": the image cannot be read: " + e.getMessage()));
      return FAILED;
    } catch (ClosedByInterruptException | InterruptedIOException e) {
      err.println(name + ": interrupted; nothing was written");
      return FAILED;
    } catch (IOException e) {
      err.println(OneLine.of(name + ": " + reason(e)));
      return FAILED;
    }
  }

  private static int dispatch(String command, Arguments arguments, PrintStream out, PrintStream err)
      throws IOException, UsageException {
    if (command.equals("--help") || command.equals("-h") || command.equals("help")) {
      out.print(Help.of(arguments.first()));
      return OK;
    }
    if (arguments.askForHelp() && Help.COMMANDS.contains(command)) {
      out.print(Help.of(command));
      return OK;
    }
    return switch (command) {
      case "ls" -> ListCommand.run(arguments, out);
      case "cat" -> CatCommand.run(arguments, out);
      case "info" -> InfoCommand.run(arguments, out);
      case "verify" -> VerifyCommand.run(arguments, out, err);
      case "patch" -> PatchCommand.run(arguments, out, err);
      default ->
          throw new UsageException(
              "there is no such command, only " + String.join(", ", Help.COMMANDS));
    };
  }

  private static String help(List<String> words) {
    return Help.COMMANDS.contains(words.getFirst())
        ? "mkube iso " + words.getFirst() + " --help"
        : "mkube iso --help";
  }

  private static int lost(StandardOutput.Lost problem, String name, PrintStream err) {
    if (problem.pipeIsBroken()) {
      return BROKEN_PIPE;
    }
    err.println(name + ": standard output cannot be written: " + problem.getMessage());
    return FAILED;
  }

  /** What the JDK leaves to the name of the exception, in words. */
  private static String reason(IOException problem) {
    String message = problem.getMessage();
    if (message == null) {
      return problem.getClass().getSimpleName();
    }
    if (!(problem instanceof FileSystemException file) || file.getReason() != null) {
      return message;
    }
    return switch (file) {
      case NoSuchFileException missing -> message + ": no such file or directory";
      case FileAlreadyExistsException taken -> message + ": is there already";
      case NotDirectoryException plain -> message + ": is no directory";
      case AccessDeniedException denied -> message + ": permission denied";
      case FileSystemLoopException loop -> message + ": symbolic links form a loop";
      default -> message;
    };
  }
}
