package io.mkube.apiserver.cel;

import com.google.common.collect.ImmutableList;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.ast.CelReference;
import dev.cel.common.types.CelType;
import dev.cel.common.types.OptionalType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.extensions.CelExtensions;
import dev.cel.extensions.CelStringExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntime.Program;
import dev.cel.runtime.CelRuntimeFactory;
import dev.cel.runtime.CelStandardFunctions;
import dev.cel.runtime.CelStandardFunctions.StandardFunction;
import dev.cel.runtime.standard.AddOperator.AddOverload;
import dev.cel.runtime.standard.CelStandardOverload;
import dev.cel.runtime.standard.GetMillisecondsFunction.GetMillisecondsOverload;
import dev.cel.runtime.standard.InOperator.InOverload;
import dev.cel.runtime.standard.StringFunction.StringOverload;
import io.mkube.apiserver.cel.cost.MaxCost;
import io.mkube.apiserver.cel.library.KubernetesLibrary;
import io.mkube.apiserver.cel.library.NamedFormats;
import io.mkube.apiserver.cel.library.Numbers;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Rules in CEL, with the functions and the costs of Kubernetes. */
final class CelLanguage implements RuleLanguage {
  private static final CelOptions OPTIONS = options();

  /** The second version of the extension; the third adds {@code reverse}. */
  private static final Set<CelStringExtensions.Function> STRINGS =
      Set.copyOf(EnumSet.complementOf(EnumSet.of(CelStringExtensions.Function.REVERSE)));

  private final CelCompiler compiler;
  private final CelRuntime runtime;

  CelLanguage(NamedFormats formats) {
    KubernetesLibrary library = new KubernetesLibrary(formats);
    this.compiler =
        CelCompilerFactory.standardCelCompilerBuilder()
            .setOptions(OPTIONS)
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            .addLibraries(
                CelExtensions.strings(STRINGS),
                CelExtensions.optional(),
                CelExtensions.sets(OPTIONS),
                CelExtensions.comprehensions(),
                library)
            .build();
    this.runtime =
        CelRuntimeFactory.legacyCelRuntimeBuilder()
            .setOptions(OPTIONS)
            .setStandardEnvironmentEnabled(false)
            .setStandardFunctions(
                CelStandardFunctions.newBuilder()
                    .filterFunctions((function, overload) -> !isOurs(function, overload))
                    .build())
            .addFunctionBindings(bindings())
            .addLibraries(
                CelExtensions.strings(STRINGS),
                CelExtensions.optional(),
                CelExtensions.sets(OPTIONS),
                CelExtensions.comprehensions(),
                library)
            .build();
  }

  /** Comparisons and sums that must know sets and maps among lists, and what Go has otherwise. */
  private static boolean isOurs(StandardFunction function, CelStandardOverload overload) {
    return function == StandardFunction.EQUALS
        || function == StandardFunction.NOT_EQUALS
        || overload == InOverload.IN_LIST
        || overload == AddOverload.ADD_LIST
        || overload == StringOverload.DOUBLE_TO_STRING
        || overload == StringOverload.DURATION_TO_STRING
        || overload == StringOverload.TIMESTAMP_TO_STRING
        || overload == GetMillisecondsOverload.DURATION_TO_MILLISECONDS;
  }

  private static List<CelFunctionBinding> bindings() {
    return ImmutableList.of(
        CelFunctionBinding.from(
            "in_list", Object.class, List.class, (value, list) -> Equality.contains(list, value)),
        CelFunctionBinding.from("add_list", List.class, List.class, Equality::join),
        CelFunctionBinding.from("equals", Object.class, Object.class, Equality::equal),
        CelFunctionBinding.from(
            "not_equals", Object.class, Object.class, (a, b) -> !Equality.equal(a, b)),
        CelFunctionBinding.from("double_to_string", Double.class, Numbers::shortest),
        CelFunctionBinding.from("duration_to_string", Duration.class, Numbers::seconds),
        CelFunctionBinding.from("timestamp_to_string", Instant.class, Numbers::time),
        CelFunctionBinding.from("duration_to_milliseconds", Duration.class, Duration::toMillis));
  }

  /** Literals of mixed types are refused by the type checker, as kube-apiserver has it. */
  @SuppressWarnings("deprecation") // the validator that replaces the option says it in other words
  private static CelOptions options() {
    return CelOptions.current()
        .enableHeterogeneousNumericComparisons(true)
        .enableHomogeneousLiterals(true)
        .comprehensionMaxIterations(-1)
        .build();
  }

  @Override
  public Scope scope(ValueType type, boolean optionalOld) {
    DeclaredTypes types = new DeclaredTypes(type);
    CelType old = optionalOld ? OptionalType.create(types.self()) : types.self();
    CelCompiler typed =
        compiler
            .toCompilerBuilder()
            .setTypeProvider(types)
            .addVar(CelExpression.SELF, types.self())
            .addVar(CelExpression.OLD_SELF, old)
            .build();
    return (source, result) ->
        compile(typed, types, new Variables(type, optionalOld), source, result);
  }

  @Override
  public OpenScope openScope(Set<String> variables) {
    CelCompiler typed = open(variables);
    return (source, result) -> open(typed, source, result);
  }

  @Override
  public ComposedScope composedScope(Set<String> variables, String object) {
    return new ComposedVariables(this, open(variables), List.of(), object);
  }

  @Override
  public ComposedScope typedScope(
      Set<String> variables, Map<String, ValueType> typed, String object) {
    CelCompilerBuilder builder = open(variables).toCompilerBuilder();
    IdentityHashMap<ValueType, DeclaredTypes> known = new IdentityHashMap<>();
    // No type may be called like a path that expressions can write.
    typed.forEach(
        (name, type) ->
            builder.addVar(
                name,
                known.computeIfAbsent(type, any -> new DeclaredTypes(type, "@" + name)).self()));
    return new ComposedVariables(this, builder.build(), List.copyOf(known.values()), object);
  }

  private CelCompiler open(Set<String> variables) {
    CelCompilerBuilder builder = compiler.toCompilerBuilder();
    variables.forEach(name -> builder.addVar(name, SimpleType.DYN));
    return builder.build();
  }

  Opened open(CelCompiler typed, String source, Result result) throws RuleException {
    CelAbstractSyntaxTree tree = check(typed, source);
    if (result != Result.ANY && !tree.getResultType().equals(wanted(result))) {
      throw new RuleException("must evaluate to " + wanted(result).name());
    }
    LiteralChecks.check(tree);
    return new Opened(tree, program(tree));
  }

  private Expression compile(
      CelCompiler typed, DeclaredTypes types, Variables variables, String source, Result result)
      throws RuleException {
    CelAbstractSyntaxTree tree = check(typed, source);
    LiteralChecks.check(tree);
    if (!tree.getResultType().equals(wanted(result))) {
      throw new RuleException(
          result == Result.BOOL
              ? "cel expression must evaluate to a bool"
              : "messageExpression must evaluate to a string");
    }
    return new CelExpression(tree, program(tree), variables, MaxCost.of(tree, types));
  }

  private static CelType wanted(Result result) {
    return result == Result.BOOL ? SimpleType.BOOL : SimpleType.STRING;
  }

  private static CelAbstractSyntaxTree check(CelCompiler typed, String source)
      throws RuleException {
    try {
      return typed.compile(source).getAst();
    } catch (CelValidationException e) {
      throw new RuleException("compilation failed: " + CompilationTexts.of(e));
    } catch (StackOverflowError e) {
      // The parser limits depth, but not for every stack that it may run on.
      throw new RuleException("compilation failed: expression recursion limit exceeded");
    }
  }

  private Program program(CelAbstractSyntaxTree tree) throws RuleException {
    try {
      return runtime.createProgram(dispatched(tree));
    } catch (CelEvaluationException e) {
      throw new RuleException("program instantiation failed: " + e.getMessage());
    }
  }

  /**
   * The first of several functions of lists is called for lists of anything, as in Go: what they do
   * depends on the elements alone.
   */
  private static CelAbstractSyntaxTree dispatched(CelAbstractSyntaxTree tree) {
    Map<Long, CelReference> references = new HashMap<>(tree.getReferenceMap());
    references.replaceAll(
        (id, reference) ->
            reference.overloadIds().size() > 1
                    && reference.overloadIds().stream().allMatch(KubernetesLibrary::isTypedList)
                ? CelReference.newBuilder().addOverloadIds(reference.overloadIds().get(0)).build()
                : reference);
    return references.equals(tree.getReferenceMap())
        ? tree
        : CelAbstractSyntaxTree.newCheckedAst(
            tree.getExpr(), tree.getSource(), references, tree.getTypeMap());
  }

  /** An expression over variables that are given by name. */
  record Opened(CelAbstractSyntaxTree tree, Program program) implements OpenExpression {
    @Override
    public Expression.Outcome evaluate(Map<String, Object> variables, long limit) {
      return CelExpression.run(tree, program, variables, limit);
    }
  }

  /** What an expression is given. */
  record Variables(ValueType type, boolean optionalOld) {}
}
