package io.mkube.apiserver.negotiation;

import java.util.Map;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/** What is wrong with a YAML text, in the words of the parser that Kubernetes uses. */
final class YamlFaults {
  /** How problems begin here, and what libyaml says. */
  private static final Map<String, String> PROBLEMS =
      Map.of(
          "expected the node content", "did not find expected node content",
          "expected <block end>", "did not find expected key",
          "expected '<document start>'", "did not find expected <document start>",
          "expected ',' or ']'", "did not find expected ',' or ']'",
          "expected ',' or '}'", "did not find expected ',' or '}'",
          "mapping values are not allowed", "mapping values are not allowed in this context",
          "found undefined alias", "unknown anchor referenced",
          "found unexpected end of stream", "found unexpected end of stream");

  private YamlFaults() {}

  /** One line with the number of the line at fault. */
  static String text(YAMLException failure) {
    if (!(failure instanceof MarkedYAMLException marked) || marked.getProblemMark() == null) {
      return "yaml: " + String.valueOf(failure.getMessage()).replace('\n', ' ');
    }
    String problem = String.valueOf(marked.getProblem()).replace('\n', ' ');
    String known =
        PROBLEMS.entrySet().stream()
            .filter(entry -> problem.startsWith(entry.getKey()))
            .map(Map.Entry::getValue)
            .findFirst()
            .orElse(problem);
    return "yaml: line " + (marked.getProblemMark().getLine() + 1) + ": " + known;
  }
}
