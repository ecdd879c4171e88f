package io.mkube.apiserver.negotiation;

import static java.util.Map.entry;

import java.io.IOException;
import java.util.Map;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.parser.ParserException;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.scanner.ScannerException;

/** What is wrong with a YAML text, in the words of the parser that Kubernetes uses. */
final class YamlFaults {
  /** How problems begin here, and what libyaml says. */
  private static final Map<String, String> PROBLEMS =
      Map.ofEntries(
          entry("expected the node content", "did not find expected node content"),
          entry("expected <block end>", "did not find expected key"),
          entry("expected '<document start>'", "did not find expected <document start>"),
          entry("expected ',' or ']'", "did not find expected ',' or ']'"),
          entry("expected ',' or '}'", "did not find expected ',' or '}'"),
          entry("mapping values are not", "mapping values are not allowed in this context"),
          entry("found character", "found character that cannot start any token"),
          entry("found unknown escape character", "found unknown escape character"),
          entry("expected escape sequence", "did not find expected hexdecimal number"),
          entry(
              "unexpected character found",
              "did not find expected alphabetic or numeric character"),
          entry("found unexpected end of stream", "found unexpected end of stream"));

  private static final Pattern ALIAS = Pattern.compile("found undefined alias (.*)");
  private static final Pattern SURROGATE = Pattern.compile("[dD][89a-fA-F]");

  private YamlFaults() {}

  /**
   * Refuses escapes of surrogates, which YAML does not have: a character beyond 16 bits has an
   * escape of eight digits there.
   *
   * @param from number of characters before a scalar in double quotes
   * @param to number of characters before its end
   */
  static void checkEscapes(String text, int from, int to) throws IOException {
    int end = text.offsetByCodePoints(0, to);
    for (int i = text.offsetByCodePoints(0, from); i + 2 < end; i++) {
      if (text.charAt(i) == '\\') {
        i++;
        if (text.charAt(i) == 'u' && SURROGATE.matcher(text).region(i + 1, end).lookingAt()) {
          int line = Math.toIntExact(text.substring(0, i).lines().count()) - 1;
          throw new IOException(at(line, line + 1) + "found invalid Unicode character escape code");
        }
      }
    }
  }

  /** One line with the number of the line at fault. */
  static String text(YAMLException failure, String text) {
    if (failure instanceof ReaderException) {
      return "yaml: control characters are not allowed";
    }
    if (!(failure instanceof MarkedYAMLException marked) || marked.getProblemMark() == null) {
      return "yaml: " + String.valueOf(failure.getMessage()).replace('\n', ' ');
    }
    String problem = String.valueOf(marked.getProblem()).replace('\n', ' ');
    var alias = ALIAS.matcher(problem);
    if (alias.matches()) {
      return "yaml: unknown anchor '" + alias.group(1) + "' referenced";
    }
    int line = marked.getProblemMark().getLine();
    if (failure instanceof ParserException || problem.startsWith("could not find")) {
      line += endsLine(marked.getProblemMark(), text) ? 1 : 0;
    }
    if (line > 0) {
      return at(line, failure instanceof ScannerException ? line + 1 : line)
          + known(marked, problem);
    }
    int context = marked.getContextMark() == null ? 0 : marked.getContextMark().getLine();
    return at(context, context) + known(marked, problem);
  }

  /** The end of a text ends its last line too. */
  private static boolean endsLine(Mark problem, String text) {
    return problem.getIndex() >= text.codePointCount(0, text.length()) && !text.endsWith("\n");
  }

  private static String known(MarkedYAMLException failure, String problem) {
    if (problem.startsWith("expected <block end>")
        && "while parsing a block collection".equals(failure.getContext())) {
      return "did not find expected '-' indicator";
    }
    return PROBLEMS.entrySet().stream()
        .filter(entry -> problem.startsWith(entry.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(problem);
  }

  /** Go's decoder tells no line for what is wrong in the first one. */
  private static String at(int index, int shown) {
    return index == 0 ? "yaml: " : "yaml: line " + shown + ": ";
  }
}
