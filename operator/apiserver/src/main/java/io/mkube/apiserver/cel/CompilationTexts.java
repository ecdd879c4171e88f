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

  private static final String NO_OVERLOAD = "found no matching overload for ";

  private CompilationTexts() {}

  static String of(CelValidationException failure) {
    return failure.getErrors().stream()
        .map(issue -> inGo(issue).toDisplayString(failure.getSource()))
        .collect(Collectors.joining("\n"));
  }

  private static CelIssue inGo(CelIssue issue) {
    String message = issue.getMessage();
    String text = message;
    if (SYNTAX.stream().anyMatch(message::startsWith)) {
      text = "Syntax error: " + message;
    } else if (message.startsWith(NO_OVERLOAD)) {
      // cel-go leaves out which overloads there would have been.
      int candidates = message.lastIndexOf(" (candidates: ");
      text = candidates < 0 ? message : message.substring(0, candidates);
    }
    return text.equals(message)
        ? issue
        : CelIssue.formatError(issue.getExprId(), issue.getSourceLocation(), text);
  }
}
