package io.mkube.apiserver.cel;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelSourceLocation;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.runtime.RuntimeHelpers;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** Constants that would fail whenever the rule runs are refused when it is written. */
final class LiteralChecks {
  private LiteralChecks() {}

  static void check(CelAbstractSyntaxTree tree) throws RuleException {
    for (CelExpr expression :
        CelNavigableAst.fromAst(tree).getRoot().allNodes().map(node -> node.expr()).toList()) {
      if (expression.getKind() == CelExpr.ExprKind.Kind.CALL) {
        checkCall(tree, expression.call());
      }
    }
  }

  private static void checkCall(CelAbstractSyntaxTree tree, CelExpr.CelCall call)
      throws RuleException {
    if (call.args().isEmpty()) {
      return;
    }
    CelExpr last = call.args().get(call.args().size() - 1);
    if (last.getKind() != CelExpr.ExprKind.Kind.CONSTANT
        || last.constant().getKind() != CelConstant.Kind.STRING_VALUE
        || isFault(call.function(), last.constant().stringValue()).isEmpty()) {
      return;
    }
    CelSourceLocation location =
        tree.getSource()
            .getOffsetLocation(tree.getSource().getPositionsMap().getOrDefault(last.id(), 0))
            .orElse(CelSourceLocation.NONE);
    CelIssue issue =
        CelIssue.formatError(
            last.id(), location, isFault(call.function(), last.constant().stringValue()).get());
    throw new RuleException("compilation failed: " + issue.toDisplayString(tree.getSource()));
  }

  private static Optional<String> isFault(String function, String literal) {
    boolean good =
        switch (function) {
          case "matches", "find", "findAll" -> isRegex(literal);
          case "duration" -> isDuration(literal);
          case "timestamp" -> isTimestamp(literal);
          default -> true;
        };
    return good ? Optional.empty() : Optional.of("invalid " + function + " argument");
  }

  private static boolean isRegex(String literal) {
    try {
      Pattern.compile(literal);
      return true;
    } catch (PatternSyntaxException e) {
      return false;
    }
  }

  private static boolean isDuration(String literal) {
    try {
      return RuntimeHelpers.createJavaDurationFromString(literal) != null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static boolean isTimestamp(String literal) {
    try {
      return OffsetDateTime.parse(literal) != null;
    } catch (DateTimeParseException e) {
      return false;
    }
  }
}
