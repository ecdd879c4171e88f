package io.mkube.routeros.simulator.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mkube.routeros.simulator.console.CommandException;
import io.mkube.routeros.simulator.world.Row;
import io.mkube.routeros.simulator.world.RowId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class QueryProperties {
  private static final Row ROW =
      Row.of(new RowId(1), Map.of("name", "v1", "size", "10", "comment", "c"));

  /** An expression together with its value, built the other way round than it is evaluated. */
  record Expression(List<String> words, boolean value) {}

  @Provide
  Arbitrary<Expression> expressions() {
    return nested(4);
  }

  private static Arbitrary<Expression> nested(int depth) {
    Arbitrary<Expression> test =
        Arbitraries.of(
            new Expression(List.of("name=v1"), true),
            new Expression(List.of("name=v2"), false),
            new Expression(List.of(">size=9"), true),
            new Expression(List.of("<size=9"), false),
            new Expression(List.of("-comment"), false),
            new Expression(List.of("comment"), true));
    if (depth == 0) {
      return test;
    }
    Arbitrary<Expression> inner = nested(depth - 1);
    return Arbitraries.oneOf(
        test,
        inner.map(e -> new Expression(plus(e.words, "#!"), !e.value)),
        Combinators.combine(inner, inner)
            .as((a, b) -> new Expression(plus(a.words, b.words, "#&"), a.value && b.value)),
        Combinators.combine(inner, inner)
            .as((a, b) -> new Expression(plus(a.words, b.words, "#|"), a.value || b.value)));
  }

  private static List<String> plus(List<String> words, String last) {
    List<String> all = new ArrayList<>(words);
    all.add(last);
    return all;
  }

  private static List<String> plus(List<String> left, List<String> right, String last) {
    List<String> all = new ArrayList<>(left);
    all.addAll(right);
    return plus(all, last);
  }

  @Property(tries = 300)
  void evaluatesEveryExpression(@ForAll("expressions") Expression expression) {
    assertEquals(expression.value, Query.parse(expression.words).matches(ROW));
  }

  @Property(tries = 500)
  void eitherReadsOrRefusesAnyWords(@ForAll List<String> words) {
    try {
      Query.parse(words).matches(ROW);
    } catch (CommandException e) {
      assertEquals("invalid value for argument .query", e.detail());
    }
  }
}
