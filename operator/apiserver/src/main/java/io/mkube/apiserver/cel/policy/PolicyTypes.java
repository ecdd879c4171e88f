package io.mkube.apiserver.cel.policy;

import com.fasterxml.jackson.databind.JsonNode;
import io.mkube.apiserver.cel.RuleException;
import io.mkube.apiserver.cel.RuleLanguage;
import io.mkube.apiserver.cel.RuleLanguage.ComposedScope;
import io.mkube.apiserver.cel.RuleLanguage.Result;
import io.mkube.apiserver.cel.ValueType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Checks what a validating admission policy demands against the types of the objects that it is
 * for, in the words of kube-apiserver. Nothing is refused for that.
 */
public final class PolicyTypes {
  private static final String COMPILATION = "compilation failed: ";
  private static final Set<String> OPEN = Set.of("request", "namespaceObject", "authorizer");

  private final JsonNode spec;
  private final Map<String, ComposedScope> scopes = new LinkedHashMap<>();

  /**
   * What is wrong with an expression.
   *
   * @param fieldRef the expression
   * @param warning what the compiler says, for each kind in turn
   */
  public record Warning(String fieldRef, String warning) {}

  private PolicyTypes(
      JsonNode spec,
      Map<String, ValueType> objects,
      Optional<ValueType> params,
      RuleLanguage language) {
    this.spec = spec;
    objects.forEach(
        (kind, type) -> {
          Map<String, ValueType> typed = new HashMap<>();
          typed.put("object", type);
          typed.put("oldObject", type);
          params.ifPresent(known -> typed.put("params", known));
          scopes.put(kind, scope(language.typedScope(OPEN, typed, "variables")));
        });
  }

  /**
   * Checks a policy.
   *
   * @param objects types of what it is for, by kinds as Go prints them
   * @param params type of its parameters, if it has some that there are
   */
  public static List<Warning> check(
      JsonNode spec,
      Map<String, ValueType> objects,
      Optional<ValueType> params,
      RuleLanguage language) {
    return new PolicyTypes(spec, objects, params, language).warnings();
  }

  private ComposedScope scope(ComposedScope scope) {
    for (JsonNode variable : spec.path("variables")) {
      fault(
          () ->
              scope.compileField(
                  variable.path("name").asText(), variable.path("expression").asText()));
    }
    return scope;
  }

  private List<Warning> warnings() {
    List<Warning> warnings = new ArrayList<>();
    int i = 0;
    for (JsonNode validation : spec.path("validations")) {
      String path = "spec.validations[" + i++ + "].";
      for (String field : List.of("expression", "messageExpression")) {
        String source = validation.path(field).asText();
        String found = source.isEmpty() ? "" : check(source);
        if (!found.isEmpty()) {
          warnings.add(new Warning(path + field, found));
        }
      }
    }
    return warnings;
  }

  private String check(String source) {
    List<String> found = new ArrayList<>();
    scopes.forEach(
        (kind, scope) ->
            fault(() -> scope.compile(source, Result.ANY))
                .ifPresent(text -> found.add(kind + ": " + text + "\n")));
    return String.join("\n", found);
  }

  private static Optional<String> fault(Compilation compilation) {
    try {
      compilation.run();
      return Optional.empty();
    } catch (RuleException e) {
      String text = String.valueOf(e.getMessage());
      return text.startsWith(COMPILATION)
          ? Optional.of(text.substring(COMPILATION.length()))
          : Optional.empty();
    }
  }

  private interface Compilation {
    Object run() throws RuleException;
  }
}
