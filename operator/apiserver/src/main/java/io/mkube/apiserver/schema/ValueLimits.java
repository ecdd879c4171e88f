package io.mkube.apiserver.schema;

import com.fasterxml.jackson.databind.JsonNode;
import io.mkube.apiserver.schema.pattern.TextPattern;
import io.mkube.apiserver.types.JsonNumbers;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The limits that a schema node sets to a single value. {@code null} and empty are no limit. */
record ValueLimits(
    @Nullable BigDecimal minimum,
    boolean exclusiveMinimum,
    @Nullable BigDecimal maximum,
    boolean exclusiveMaximum,
    @Nullable BigDecimal multipleOf,
    @Nullable Long minLength,
    @Nullable Long maxLength,
    @Nullable Long minItems,
    @Nullable Long maxItems,
    @Nullable Long minProperties,
    @Nullable Long maxProperties,
    @Nullable TextPattern pattern,
    String format,
    List<JsonNode> allowed) {

  private static final ValueLimits NONE =
      new ValueLimits(
          null, false, null, false, null, null, null, null, null, null, null, null, "", List.of());

  /** Most nodes have no limits: they share one instance, which keeps great schemas small. */
  static ValueLimits parse(JsonNode source) {
    ValueLimits limits = read(source);
    return limits.equals(NONE) ? NONE : limits;
  }

  private static ValueLimits read(JsonNode source) {
    List<JsonNode> allowed = new ArrayList<>();
    source.path("enum").forEach(allowed::add);
    String pattern = source.path("pattern").asText();
    return new ValueLimits(
        decimal(source.path("minimum")),
        source.path("exclusiveMinimum").asBoolean(),
        decimal(source.path("maximum")),
        source.path("exclusiveMaximum").asBoolean(),
        decimal(source.path("multipleOf")),
        number(source.path("minLength")),
        number(source.path("maxLength")),
        number(source.path("minItems")),
        number(source.path("maxItems")),
        number(source.path("minProperties")),
        number(source.path("maxProperties")),
        pattern.isEmpty() ? null : TextPattern.parse(pattern).orElse(null),
        source.path("format").asText(),
        List.copyOf(allowed));
  }

  private static @Nullable BigDecimal decimal(JsonNode value) {
    return JsonNumbers.decimal(value).orElse(null);
  }

  private static @Nullable Long number(JsonNode value) {
    return value.isNumber() ? value.longValue() : null;
  }
}
