package io.mkube.iso9660.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The words behind a command. */
final class Arguments {
  private final List<String> words;

  Arguments(List<String> words) {
    this.words = List.copyOf(words);
  }

  boolean asksForHelp() {
    return words.contains("--help") || words.contains("-h");
  }

  /**
   * An option with its value.
   *
   * @param name name with its dashes
   * @param value value, empty for a flag
   */
  record Option(String name, String value) {}

  /** Words sorted into operands and options. */
  record Sorted(List<String> operands, List<Option> options) {
    boolean has(String name) {
      return options.stream().anyMatch(option -> option.name().equals(name));
    }

    /** The operand at an index as a file. */
    Path file(int index) throws UsageException {
      try {
        return Path.of(operands.get(index));
      } catch (InvalidPathException e) {
        throw new UsageException(operands.get(index) + " is no path: " + e.getReason());
      }
    }
  }

  /**
   * Sorts the words.
   *
   * @param flags options without value
   * @param valued options with one, behind it or behind {@code =}
   * @throws UsageException if an option is unknown or operands are missing or too many
   */
  Sorted sort(Set<String> flags, Set<String> valued, int least, int most) throws UsageException {
    List<String> operands = new ArrayList<>();
    List<Option> options = new ArrayList<>();
    boolean onlyOperands = false;
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if (onlyOperands || !word.startsWith("-") || word.equals("-")) {
        operands.add(word);
      } else if (word.equals("--")) {
        onlyOperands = true;
      } else if (flags.contains(word)) {
        options.add(new Option(word, ""));
      } else if (valued.contains(word)) {
        i++;
        if (i == words.size()) {
          throw new UsageException(word + " needs a value");
        }
        options.add(new Option(word, words.get(i)));
      } else {
        options.add(joined(word, valued));
      }
    }
    if (operands.size() < least || operands.size() > most) {
      throw new UsageException(
          operands.size() < least
              ? "a file is missing"
              : "there is one word too many: " + operands.get(most));
    }
    return new Sorted(operands, options);
  }

  private static Option joined(String word, Set<String> valued) throws UsageException {
    int equals = word.indexOf('=');
    if (equals > 0 && valued.contains(word.substring(0, equals))) {
      return new Option(word.substring(0, equals), word.substring(equals + 1));
    }
    throw new UsageException("unknown option " + word);
  }
}
