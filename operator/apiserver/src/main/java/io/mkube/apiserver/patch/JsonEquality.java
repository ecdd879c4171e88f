package io.mkube.apiserver.patch;

import com.fasterxml.jackson.databind.JsonNode;
import io.mkube.apiserver.types.JsonNumbers;
import java.util.Comparator;

/** Equality of JSON values in which numbers are compared by value: 1 equals 1.0. */
final class JsonEquality {
  private static final Comparator<JsonNode> BY_VALUE =
      (a, b) -> a.equals(b) || JsonNumbers.sameNumber(a, b) ? 0 : 1;

  private JsonEquality() {}

  static boolean same(JsonNode a, JsonNode b) {
    return a.equals(BY_VALUE, b);
  }
}
