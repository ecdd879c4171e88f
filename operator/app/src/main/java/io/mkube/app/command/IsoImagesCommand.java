package io.mkube.app.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Stack;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/** Hands everything behind {@code iso} to the program of the image library, as it was typed. */
@Command(
    name = "iso",
    header = "List, read, check and patch ISO 9660 images.",
    preprocessor = IsoImagesCommand.Untouched.class)
final class IsoImagesCommand implements Callable<Integer> {
  private final CommandLines.Program program;
  private List<String> arguments = List.of();

  IsoImagesCommand(CommandLines.Program program) {
    this.program = program;
  }

  @Override
  public Integer call() {
    return program.run(arguments.toArray(String[]::new));
  }

  /** Takes all words before picocli sees one, help and options of the same names included. */
  static final class Untouched implements IParameterPreprocessor {
    @Override
    @SuppressWarnings("JdkObsolete") // picocli's signature
    public boolean preprocess(
        Stack<String> words, CommandSpec command, ArgSpec option, Map<String, Object> info) {
      List<String> taken = new ArrayList<>();
      while (!words.isEmpty()) {
        taken.add(words.pop());
      }
      ((IsoImagesCommand) command.userObject()).arguments = List.copyOf(taken);
      return true;
    }
  }
}
