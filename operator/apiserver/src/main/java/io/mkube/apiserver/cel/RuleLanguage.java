package io.mkube.apiserver.cel;

import io.mkube.apiserver.cel.library.NamedFormats;
import java.util.Map;
import java.util.Set;

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

  /**
   * Variables of any type, which is known only when an expression runs.
   *
   * @param variables their names
   */
  OpenScope openScope(Set<String> variables);

  /**
   * Variables of any type and an object with fields that are expressions themselves.
   *
   * @param variables names of the variables
   * @param object name of the object
   */
  ComposedScope composedScope(Set<String> variables, String object);

  /**
   * The same with variables whose types are known, so that expressions can be checked against them.
   *
   * @param variables names of the variables of any type
   * @param typed types of the others, by name
   * @param object name of the object
   */
  ComposedScope typedScope(Set<String> variables, Map<String, ValueType> typed, String object);

  /** Variables of any type that expressions can use. */
  interface OpenScope {
    /**
     * Compiles an expression.
     *
     * @throws RuleException with what kube-apiserver says of the expression
     */
    OpenExpression compile(String source, Result result) throws RuleException;
  }

  /** A scope with an object that gets its fields one after another. Not thread-safe. */
  interface ComposedScope extends OpenScope {
    /**
     * Compiles a field of the object, which sees the fields before it. Expressions that are
     * compiled later know its type.
     *
     * @throws RuleException as {@link #compile}; the field is then of any type
     */
    OpenExpression compileField(String name, String source) throws RuleException;
  }

  /** A compiled expression over variables of any type. Immutable and safe for concurrent use. */
  interface OpenExpression {
    /**
     * Evaluates the expression.
     *
     * @param variables all variables of the scope, as {@link OpenValues} makes them
     * @param limit the greatest cost
     */
    Expression.Outcome evaluate(Map<String, Object> variables, long limit);
  }

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
    STRING,
    ANY
  }
}
