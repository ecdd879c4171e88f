package io.mkube.routeros.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class CommandLineProperties {
  @Property
  void readsBackWhatItWrote(@ForAll("arguments") List<String> arguments) {
    assertEquals(arguments, CommandLine.split(CommandLine.join(arguments)));
  }

  @Property
  void readsAnyLineAndRewritesItToTheSameMeaning(@ForAll String line) {
    List<String> arguments = CommandLine.split(line);

    assertEquals(arguments, CommandLine.split(CommandLine.join(arguments)));
  }

  @Example
  void quotesOnlyWhatNeedsIt() {
    assertEquals(
        "nginx -g \"daemon off;\" \"\" \"a\\\"b\\\\c\" \"it's\" --x=1",
        CommandLine.join(List.of("nginx", "-g", "daemon off;", "", "a\"b\\c", "it's", "--x=1")));
  }

  @Example
  void readsOtherWaysOfQuoting() {
    assertEquals(
        List.of("a b", "c\\d", "ef", "g h", ""),
        CommandLine.split("  'a b'\t'c\\d' e\"f\"  g\\ h ''"));
  }

  @Example
  void readsAnOpenQuoteToTheEnd() {
    assertEquals(List.of("a", "b c "), CommandLine.split("a \"b c "));
    assertEquals(List.of("a\\"), CommandLine.split("a\\"));
  }

  @Example
  void hasNoArgumentsInABlankLine() {
    assertEquals(List.of(), CommandLine.split(" \t "));
    assertFalse(CommandLine.join(List.of("")).isEmpty());
  }

  @Provide
  Arbitrary<List<String>> arguments() {
    return Arbitraries.oneOf(
            Arbitraries.strings().ofMaxLength(12),
            Arbitraries.strings().withChars(" \t\n\"'\\a$;").ofMaxLength(6))
        .list()
        .ofMaxSize(6);
  }
}
