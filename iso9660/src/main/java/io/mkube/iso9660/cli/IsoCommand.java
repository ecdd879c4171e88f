package io.mkube.iso9660.cli;

import io.mkube.iso9660.format.IsoFormatException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
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

  private IsoCommand() {}

  /** Runs the command as a program. */
  public static void main(String[] args) {
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
    int code = run(args, out, System.err);
    out.flush();
    System.exit(code);
  }

  /**
   * Runs the command.
   *
   * @return exit code: {@link #OK}, {@link #FAILED} or {@link #USAGE}
   */
  public static int run(String[] args, PrintStream out, PrintStream err) {
    List<String> words = Arrays.asList(args);
    if (words.isEmpty()) {
      err.print(Help.TEXT);
      return USAGE;
    }
    try {
      return dispatch(words.getFirst(), new Arguments(words.subList(1, words.size())), out, err);
    } catch (UsageException e) {
      err.println("iso " + words.getFirst() + ": " + e.getMessage() + "; see iso --help");
      return USAGE;
    } catch (IsoFormatException e) {
      err.println("iso " + words.getFirst() + ": the image is damaged: " + e.getMessage());
      return FAILED;
    } catch (IOException e) {
      err.println("iso " + words.getFirst() + ": " + reason(e));
      return FAILED;
    } finally {
      out.flush();
    }
  }

  private static int dispatch(String command, Arguments arguments, PrintStream out, PrintStream err)
      throws IOException, UsageException {
    if (command.equals("--help") || command.equals("-h") || command.equals("help")) {
      out.print(Help.TEXT);
      return OK;
    }
    if (arguments.asksForHelp()) {
      out.print(Help.TEXT);
      return OK;
    }
    return switch (command) {
      case "ls" -> ListCommand.run(arguments, out);
      case "cat" -> CatCommand.run(arguments, out);
      case "info" -> InfoCommand.run(arguments, out);
      case "verify" -> VerifyCommand.run(arguments, out);
      case "patch" -> PatchCommand.run(arguments, out, err);
      default -> throw new UsageException("there is no such command");
    };
  }

  /** What the JDK leaves to the name of the exception, in words. */
  private static String reason(IOException problem) {
    String message = String.valueOf(problem.getMessage());
    if (!(problem instanceof FileSystemException file) || file.getReason() != null) {
      return message;
    }
    return switch (file) {
      case NoSuchFileException missing -> message + ": no such file or directory";
      case FileAlreadyExistsException taken -> message + ": is there already";
      case NotDirectoryException plain -> message + ": is no directory";
      case AccessDeniedException denied -> message + ": permission denied";
      default -> message;
    };
  }
}
