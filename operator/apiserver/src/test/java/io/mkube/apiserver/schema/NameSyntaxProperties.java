package io.mkube.apiserver.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The hand-written syntax is that of Kubernetes' regular expressions. */
class NameSyntaxProperties {
  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.strings().withChars("az09AZ-._/ é\n").ofMaxLength(12);
  }

  @Property
  void decidesAsTheRegularExpressions(@ForAll("texts") String text) {
    String label = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
    assertEquals(text.matches(label), NameSyntax.isDnsLabel(text));
    assertEquals(text.matches("[a-z]([-a-z0-9]*[a-z0-9])?"), NameSyntax.isDns1035Label(text));
    assertEquals(text.matches(label + "(\\." + label + ")*"), NameSyntax.isDnsSubdomain(text));
    assertEquals(
        text.matches("([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]"), NameSyntax.isQualifiedName(text));
  }
}
