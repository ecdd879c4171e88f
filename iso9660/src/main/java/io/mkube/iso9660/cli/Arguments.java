package io.mkube.iso9660.cli;

import java.nio.file.FileSystemException;
import java.nio.file.Files;
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

  /** Whether help is asked for, before a {@code --} that makes operands of what follows. */
  boolean askForHelp() {
    return words.stream()
        .takeWhile(word -> !word.equals("--"))
        .anyMatch(word -> word.equals("--help") || word.equals("-h"));
  }

  /** The first word, empty if there is none. */
  String first() {
    return words.isEmpty() ? "" : words.getFirst();
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

    /** The operand at an index as a file, which may not be there. */
    Path file(int index) throws FileSystemException, UsageException {
      try {
        Path file = Path.of(operands.get(index));
        if (Files.isDirectory(file)) {
          throw new FileSystemException(file.toString(), null, "is a directory, not an image");
        }
        return file;
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
   * @param least number of operands that must be there
   * @param names what the operands are called
   * @throws UsageException if an option is unknown or operands are missing or too many
   */
  Sorted sort(Set<String> flags, Set<String> valued, int least, String... names)
      throws UsageException {
    int most = names.length;
    List<String> operands = new ArrayList<>();
    List<Option> options = new ArrayList<>();
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if (word.equals("--")) {
        operands.addAll(words.subList(i + 1, words.size()));
        break;
      }
      if (!word.startsWith("-") || word.equals("-")) {
        operands.add(word);
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
              ? names[operands.size()] + " is missing"
              : "there is one word too many: " + operands.get(most));
    }
    return new Sorted(operands, options);
  }

  private static Option joined(String word, Set<String> valued) throws UsageException {
    int equals = word.indexOf('=');
    if (equals > 0 && valued.contains(word.substring(0, equals))) {
      return new Option(word.substring(0, equals), word.substring(equals + 1));
    }
    throw new UsageException(
        equals > 0 && word.startsWith("--")
            ? "unknown option, or one without value: " + word
            : "unknown option " + word);
  }
}
