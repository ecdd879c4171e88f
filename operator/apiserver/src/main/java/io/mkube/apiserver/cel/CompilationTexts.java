package io.mkube.apiserver.cel;

import dev.cel.common.CelIssue;
import dev.cel.common.CelValidationException;
import java.util.List;
import java.util.stream.Collectors;

/** Faults of expressions in the words of cel-go, which users and tests know. */
final class CompilationTexts {
  /** How ANTLR, which both parsers are made with, begins to tell of text that is no expression. */
  private static final List<String> SYNTAX =
      List.of(
          "mismatched input",
          "extraneous input",
          "token recognition error",
          "no viable alternative",
          "missing ");

  private CompilationTexts() {}

  static String of(CelValidationException failure) {
    return failure.getErrors().stream()
        .map(issue -> inGo(issue).toDisplayString(failure.getSource()))
        .collect(Collectors.joining("\n"));
  }

  private static CelIssue inGo(CelIssue issue) {
    String message = issue.getMessage();
    return SYNTAX.stream().anyMatch(message::startsWith)
        ? CelIssue.formatError(
            issue.getExprId(), issue.getSourceLocation(), "Syntax error: " + message)
        : issue;
  }
}
