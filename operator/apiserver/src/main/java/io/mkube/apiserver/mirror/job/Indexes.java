package io.mkube.apiserver.mirror.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.object.ObjectMetadata;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Indexes of pods, and their form in statuses: {@code 0-2,5}. */
final class Indexes {
  static final String ANNOTATION = "batch.kubernetes.io/job-completion-index";

  private Indexes() {}

  /** Those of a text that are below a limit; what is not of the form is passed over. */
  static Set<Integer> parse(String text, int limit) {
    Set<Integer> found = new TreeSet<>();
    for (String part : text.split(",", -1)) {
      String[] ends = part.split("-", -1);
      int first = number(ends[0]);
      int last = number(ends[ends.length - 1]);
      for (int index = first; index >= 0 && index <= last && index < limit; index++) {
        found.add(index);
      }
    }
    return found;
  }

  /** The index of a pod, -1 if it has none. */
  static int of(ObjectNode pod) {
    return number(ObjectMetadata.of(pod).annotations().getOrDefault(ANNOTATION, ""));
  }

  static int number(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  /** Indexes as text. */
  static String text(Collection<Integer> indexes) {
    List<String> parts = new ArrayList<>();
    int first = -1;
    int last = -1;
    for (int index : new TreeSet<>(indexes)) {
      if (first >= 0 && index != last + 1) {
        parts.add(range(first, last));
        first = -1;
      }
      first = first < 0 ? index : first;
      last = index;
    }
    if (first >= 0) {
      parts.add(range(first, last));
    }
    return String.join(",", parts);
  }

  private static String range(int first, int last) {
    return first == last ? Integer.toString(first) : first + (last == first + 1 ? "," : "-") + last;
  }
}
