package io.mkube.apiserver.cel;

import io.mkube.apiserver.cel.library.NamedFormats;

/** Compiles rules. Implementations are immutable and safe for concurrent use. */
public interface RuleLanguage {
  /**
   * CEL with the functions of Kubernetes. Loads the CEL library, so ask only when there is a rule.
   *
   * @param formats the text formats that rules can name
   */
  static RuleLanguage cel(NamedFormats formats) {
    return new CelLanguage(formats);
  }

  /**
   * The variables {@code self} and {@code oldSelf} of a type; costs more than compiling an
   * expression, so keep it for all rules of a node.
   *
   * @param type type of both
   * @param optionalOld whether {@code oldSelf} is an optional value
   */
  Scope scope(ValueType type, boolean optionalOld);

  /** Variables that expressions can use. */
  interface Scope {
    /**
     * Compiles an expression.
     *
     * @throws RuleException with what kube-apiserver says of the expression
     */
    Expression compile(String source, Result result) throws RuleException;
  }

  /** What an expression must give. */
  enum Result {
    BOOL,
    STRING
  }
}
