package io.mkube.apiserver.cel.library;

import dev.cel.common.types.SimpleType;
import io.mkube.apiserver.types.Quantity;
import java.math.BigDecimal;

/** {@code quantity()} with what belongs to it. */
final class Quantities {
  private static final BigDecimal MAX_INT = BigDecimal.valueOf(Long.MAX_VALUE);
  private static final BigDecimal MIN_INT = BigDecimal.valueOf(Long.MIN_VALUE);

  private Quantities() {}

  static void addTo(FunctionSet set) {
    set.global(
        "quantity",
        "string_to_quantity",
        Types.QUANTITY,
        SimpleType.STRING,
        String.class,
        text -> Networks.required(Quantity.parse(text), Quantity.SYNTAX_ERROR));
    set.global(
        "isQuantity",
        "is_quantity_string",
        SimpleType.BOOL,
        SimpleType.STRING,
        String.class,
        text -> Quantity.parse(text).isPresent());
    set.member(
        "sign",
        "quantity_sign",
        SimpleType.INT,
        Types.QUANTITY,
        Quantity.class,
        quantity -> (long) quantity.signum());
    set.member(
        "isInteger",
        "quantity_is_integer",
        SimpleType.BOOL,
        Types.QUANTITY,
        Quantity.class,
        Quantities::isInteger);
    set.member(
        "asInteger",
        "quantity_get_int",
        SimpleType.INT,
        Types.QUANTITY,
        Quantity.class,
        Quantities::asInteger);
    set.member(
        "asApproximateFloat",
        "quantity_get_float",
        SimpleType.DOUBLE,
        Types.QUANTITY,
        Quantity.class,
        quantity -> quantity.amount().doubleValue());
    comparisons(set);
    set.member(
        "add",
        "quantity_add",
        Types.QUANTITY,
        Types.A_QUANTITY,
        Types.A_QUANTITY,
        (a, b) -> new Quantity(a.amount().add(b.amount()), a.format()));
    set.member(
        "add",
        "quantity_add_int",
        Types.QUANTITY,
        Types.A_QUANTITY,
        Types.INT,
        (a, b) -> new Quantity(a.amount().add(BigDecimal.valueOf(b)), a.format()));
    set.member(
        "sub",
        "quantity_sub",
        Types.QUANTITY,
        Types.A_QUANTITY,
        Types.A_QUANTITY,
        (a, b) -> new Quantity(a.amount().subtract(b.amount()), a.format()));
    set.member(
        "sub",
        "quantity_sub_int",
        Types.QUANTITY,
        Types.A_QUANTITY,
        Types.INT,
        (a, b) -> new Quantity(a.amount().subtract(BigDecimal.valueOf(b)), a.format()));
  }

  private static void comparisons(FunctionSet set) {
    set.member(
        "isLessThan",
        "quantity_is_less_than",
        SimpleType.BOOL,
        Types.A_QUANTITY,
        Types.A_QUANTITY,
        (a, b) -> a.amount().compareTo(b.amount()) < 0);
    set.member(
        "isGreaterThan",
        "quantity_is_greater_than",
        SimpleType.BOOL,
        Types.A_QUANTITY,
        Types.A_QUANTITY,
        (a, b) -> a.amount().compareTo(b.amount()) > 0);
    set.member(
        "compareTo",
        "quantity_compare_to",
        SimpleType.INT,
        Types.A_QUANTITY,
        Types.A_QUANTITY,
        (a, b) -> (long) a.amount().compareTo(b.amount()));
  }

  private static boolean isInteger(Quantity quantity) {
    BigDecimal amount = quantity.amount();
    return amount.stripTrailingZeros().scale() <= 0
        && amount.compareTo(MAX_INT) <= 0
        && amount.compareTo(MIN_INT) >= 0;
  }

  private static Object asInteger(Quantity quantity) {
    if (!isInteger(quantity)) {
      throw new FunctionFailure("cannot convert value to integer");
    }
    return quantity.amount().longValueExact();
  }
}
