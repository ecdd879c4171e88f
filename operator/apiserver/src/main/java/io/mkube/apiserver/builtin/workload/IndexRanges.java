package io.mkube.apiserver.builtin.workload;

import java.util.OptionalInt;

/** Ascending indexes in the form {@code 0-2,5}. */
final class IndexRanges {
  private IndexRanges() {}

  /**
   * How many there are.
   *
   * @param limit what all of them are below
   * @throws IllegalArgumentException in Kubernetes' words, if the text is not of the form
   */
  static long count(String text, long limit) {
    if (text.isEmpty()) {
      return 0;
    }
    long total = 0;
    OptionalInt last = OptionalInt.empty();
    for (String interval : text.split(",", -1)) {
      String[] ends = interval.split("-", -1);
      if (ends.length > 2) {
        throw new IllegalArgumentException(
            "the fragment \""
                + interval
                + "\" violates the requirement that an index interval can have at most two parts"
                + " separated by '-'");
      }
      for (int i = 0; i < ends.length; i++) {
        int index = index(ends[i], limit);
        if (last.isPresent() && last.getAsInt() >= index) {
          throw new IllegalArgumentException(
              "non-increasing order, previous: " + last.getAsInt() + ", current: " + index);
        }
        total += i == 0 ? 1 : index - last.orElseThrow();
        last = OptionalInt.of(index);
      }
    }
    return total;
  }

  /**
   * The first index that is in both texts; intervals that are not of the form are passed over.
   *
   * @param limit what all indexes are below
   */
  static OptionalInt firstCommon(String a, String b, long limit) {
    for (String one : a.split(",", -1)) {
      for (String other : b.split(",", -1)) {
        int low = Math.max(end(one, 0, limit), end(other, 0, limit));
        int high = Math.min(end(one, 1, limit), end(other, 1, limit));
        boolean formed = end(one, 0, limit) >= 0 && end(other, 0, limit) >= 0;
        if (formed && low <= high) {
          return OptionalInt.of(low);
        }
      }
    }
    return OptionalInt.empty();
  }

  /** One end of an interval, -1 if it is not of the form. */
  private static int end(String interval, int which, long limit) {
    try {
      if (count(interval, limit) == 0) {
        return -1;
      }
      String[] ends = interval.split("-", -1);
      return index(ends[Math.min(which, ends.length - 1)], limit);
    } catch (IllegalArgumentException e) {
      return -1;
    }
  }

  private static int index(String text, long limit) {
    int index;
    try {
      index = Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "cannot convert string to integer for index: \"" + text + "\"", e);
    }
    if (index >= limit) {
      throw new IllegalArgumentException("too large index: \"" + text + "\"");
    }
    return index;
  }
}
