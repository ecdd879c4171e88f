package io.mkube.routeros.simulator.rest;

import io.mkube.routeros.simulator.console.CommandException;
import io.mkube.routeros.simulator.world.Row;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;

/**
 * The query words of {@code print}: a stack machine whose tests push and whose {@code #} words
 * combine; what is left on the stack at the end must all be true.
 */
final class Query {
  private final List<Word> words;

  private Query(List<Word> words) {
    this.words = words;
  }

  /**
   * Reads query words.
   *
   * @throws CommandException if a word cannot be read or there is nothing to combine
   */
  static Query parse(List<String> texts) {
    List<Word> words = new ArrayList<>();
    int depth = 0;
    for (String text : texts) {
      if (text.startsWith("#")) {
        for (int i = 1; i < text.length(); i++) {
          Combine combine = Combine.of(text.charAt(i));
          depth -= combine.needs;
          if (depth < 0) {
            throw CommandException.invalid(".query");
          }
          depth += combine.leaves;
          words.add(combine);
        }
      } else {
        words.add(Test.parse(text));
        depth++;
      }
    }
    return new Query(words);
  }

  boolean matches(Row row) {
    Deque<Boolean> stack = new ArrayDeque<>();
    for (Word word : words) {
      switch (word) {
        case Test test -> stack.push(test.condition.test(row));
        case Combine combine -> combine.apply(stack);
      }
    }
    return !stack.contains(false);
  }

  private sealed interface Word {}

  private record Test(Predicate<Row> condition) implements Word {
    static Test parse(String word) {
      String text = word.startsWith("=") ? word.substring(1) : word;
      if (text.isEmpty()) {
        throw CommandException.invalid(".query");
      }
      char first = text.charAt(0);
      int equals = text.indexOf('=');
      if (first == '-' && equals < 0) {
        String name = text.substring(1);
        return new Test(row -> value(row, name).isEmpty());
      }
      if (equals < 0) {
        return new Test(row -> !value(row, text).isEmpty());
      }
      boolean ordered = first == '<' || first == '>';
      String name = text.substring(ordered ? 1 : 0, equals);
      String value = text.substring(equals + 1);
      return switch (first) {
        case '<' -> new Test(row -> present(row, name) && compare(value(row, name), value) < 0);
        case '>' -> new Test(row -> present(row, name) && compare(value(row, name), value) > 0);
        default -> new Test(row -> value(row, name).equals(value));
      };
    }

    private static boolean present(Row row, String name) {
      return !value(row, name).isEmpty();
    }

    private static int compare(String left, String right) {
      boolean numbers = left.matches("-?\\d{1,18}") && right.matches("-?\\d{1,18}");
      return numbers
          ? Long.compare(Long.parseLong(left), Long.parseLong(right))
          : left.compareTo(right);
    }
  }

  private enum Combine implements Word {
    NOT(1, 1),
    AND(2, 1),
    OR(2, 1),
    COPY(1, 2);

    private final int needs;
    private final int leaves;

    Combine(int needs, int leaves) {
      this.needs = needs;
      this.leaves = leaves;
    }

    static Combine of(char sign) {
      return switch (sign) {
        case '!' -> NOT;
        case '&' -> AND;
        case '|' -> OR;
        case '.' -> COPY;
        default -> throw CommandException.invalid(".query");
      };
    }

    void apply(Deque<Boolean> stack) {
      boolean top = stack.pop();
      switch (this) {
        case NOT -> stack.push(!top);
        case AND -> stack.push(stack.pop() && top);
        case OR -> stack.push(stack.pop() || top);
        case COPY -> {
          stack.push(top);
          stack.push(top);
        }
      }
    }
  }

  static String value(Row row, String name) {
    return name.equals(".id") ? row.id().toString() : row.value(name);
  }
}
