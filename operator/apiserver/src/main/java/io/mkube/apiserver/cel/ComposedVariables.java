package io.mkube.apiserver.cel;

import com.google.common.collect.ImmutableCollection;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import dev.cel.common.types.StructTypeReference;
import dev.cel.compiler.CelCompiler;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Expressions that see each other as the fields of an object, with the types that they give. */
final class ComposedVariables implements RuleLanguage.ComposedScope {
  private static final String TYPE = "kubernetes.variables";

  private final CelLanguage language;
  private final CelCompiler given;
  private final List<DeclaredTypes> types;
  private final String object;
  private final Map<String, CelType> fields = new HashMap<>();
  private CelCompiler compiler;

  /**
   * A scope without fields yet.
   *
   * @param given knows the other variables
   * @param types types of those whose types are known
   * @param object name of the variable that has the fields
   */
  ComposedVariables(
      CelLanguage language, CelCompiler given, List<DeclaredTypes> types, String object) {
    this.language = language;
    this.given = given;
    this.types = types;
    this.object = object;
    this.compiler = composed();
  }

  @Override
  public RuleLanguage.OpenExpression compile(String source, RuleLanguage.Result result)
      throws RuleException {
    return language.open(compiler, source, result);
  }

  @Override
  public RuleLanguage.OpenExpression compileField(String name, String source) throws RuleException {
    CelType type = SimpleType.DYN;
    try {
      CelLanguage.Opened opened = language.open(compiler, source, RuleLanguage.Result.ANY);
      type = opened.tree().getResultType();
      return opened;
    } finally {
      // What cannot be compiled is no reason to find fault with those who use it.
      fields.put(name, type);
      compiler = composed();
    }
  }

  private CelCompiler composed() {
    ImmutableMap<String, CelType> known = ImmutableMap.copyOf(fields);
    StructType type =
        StructType.create(TYPE, known.keySet(), field -> Optional.ofNullable(known.get(field)));
    return given
        .toCompilerBuilder()
        .setTypeProvider(new Provider(type, types))
        .addVar(object, StructTypeReference.create(TYPE))
        .build();
  }

  @SuppressWarnings("Immutable") // the checker knows only types that say it of themselves
  private record Provider(StructType type, List<DeclaredTypes> others) implements CelTypeProvider {
    @Override
    public ImmutableCollection<CelType> types() {
      ImmutableList.Builder<CelType> all = ImmutableList.<CelType>builder().add(type);
      others.forEach(other -> all.addAll(other.types()));
      return all.build();
    }

    @Override
    public Optional<CelType> findType(String name) {
      return name.equals(TYPE)
          ? Optional.of(type)
          : others.stream().flatMap(other -> other.findType(name).stream()).findFirst();
    }
  }
}
