package io.mkube.apiserver.types;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

final class QuantityProperties {
  @Provide
  Arbitrary<String> quantities() {
    Arbitrary<BigDecimal> numbers =
        Arbitraries.bigDecimals()
            .between(BigDecimal.valueOf(-1_000_000), BigDecimal.valueOf(1_000_000))
            .ofScale(3);
    Arbitrary<String> suffixes =
        Arbitraries.of(
            "", "m", "k", "M", "G", "T", "P", "Ki", "Mi", "Gi", "Ti", "e3", "E-2", "u", "n");
    return Combinators.combine(numbers, suffixes)
        .as((number, suffix) -> number.toPlainString() + suffix);
  }

  @Property
  void theCanonicalFormHasTheSameValueAndIsStable(@ForAll @From("quantities") String text) {
    Quantity quantity = Quantity.parse(text).orElseThrow();

    Quantity again = Quantity.parse(quantity.canonical()).orElseThrow();

    assertEquals(0, quantity.amount().compareTo(again.amount()), quantity.canonical());
    assertEquals(quantity.canonical(), again.canonical());
  }

  @Property
  void anyTextIsReadOrRefused(@ForAll String text) {
    Quantity.parse(text).ifPresent(quantity -> assertTrue(!quantity.canonical().isEmpty()));
  }

  @Example
  void canonicalFormsAreThoseOfKubernetes() {
    for (String[] pair :
        new String[][] {
          {"0.5", "500m"},
          {"1000m", "1"},
          {"1024Mi", "1Gi"},
          {"1025Mi", "1025Mi"},
          {"1.5Gi", "1536Mi"},
          {"100Ki", "100Ki"},
          {"1000", "1k"},
          {"1500", "1500"},
          {"0", "0"},
          {"0Mi", "0"},
          {"-1.5", "-1500m"},
          {"12e6", "12e6"},
          {"0.000000001", "1n"},
          {"0.0000000001", "1n"},
        }) {
      assertEquals(pair[1], Quantity.parse(pair[0]).orElseThrow().canonical(), pair[0]);
    }
  }
}
