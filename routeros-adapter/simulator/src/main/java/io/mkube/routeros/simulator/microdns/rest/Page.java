package io.mkube.routeros.simulator.microdns.rest;

import io.mkube.routeros.simulator.http.HttpCall;
import io.mkube.routeros.simulator.microdns.zone.ZoneException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Paging of lists: 100 by default, at most 1000, without any total. */
final class Page {
  private static final long DEFAULT_LIMIT = 100;
  private static final long LARGEST_LIMIT = 1000;

  private Page() {}

  static List<Map<String, @Nullable Object>> of(HttpCall call, Source source) {
    long limit = Math.min(LARGEST_LIMIT, number(call, "limit", DEFAULT_LIMIT));
    return source.page(number(call, "offset", 0), limit);
  }

  private static long number(HttpCall call, String name, long missing) {
    String text = call.parameter(name).orElse("");
    if (text.isEmpty()) {
      return missing;
    }
    if (!text.matches("\\d{1,18}")) {
      throw new ZoneException(
          400, "Failed to deserialize query string: " + name + ": invalid digit found in string");
    }
    return Long.parseLong(text);
  }

  /** A part of a list. */
  interface Source {
    List<Map<String, @Nullable Object>> page(long offset, long limit);
  }
}
