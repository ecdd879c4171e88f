package io.mkube.apiserver.verb;

import io.mkube.apiserver.object.FieldPlace;
import io.mkube.apiserver.object.JsonBody;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The unknown fields of a body and those that occur twice, as the decoders of kube-apiserver find
 * them.
 *
 * @param lines repeated keys of YAML, with their lines
 * @param fields other findings
 */
record FieldFindings(List<String> lines, List<String> fields) {
  /**
   * Tells what is wrong with a body.
   *
   * @param unknown paths of fields that the resource does not have
   * @param custom whether the resource is a custom one: its objects are pruned after they are
   *     decoded, while a field of others is found unknown when it is read
   */
  static FieldFindings of(JsonBody body, List<String> unknown, boolean custom) {
    if (body.yaml()) {
      // It is turned into JSON with sorted keys first.
      List<String> sorted = custom ? unknown : unknown.stream().sorted().toList();
      return new FieldFindings(
          body.duplicateLines(), sorted.stream().map(FieldFindings::unknown).toList());
    }
    List<String> fields = new ArrayList<>();
    if (custom || body.fields().isEmpty()) {
      body.duplicates().forEach(path -> fields.add(duplicate(path)));
      unknown.forEach(path -> fields.add(unknown(path)));
    } else {
      inOrder(body.fields(), new HashSet<>(unknown), fields);
    }
    return new FieldFindings(List.of(), fields);
  }

  /** Nothing is said twice, and nothing of what is inside an unknown field. */
  private static void inOrder(List<FieldPlace> places, Set<String> unknown, List<String> findings) {
    Set<String> told = new HashSet<>();
    String skipped = null;
    for (FieldPlace place : places) {
      String path = place.path();
      if (skipped != null && (path.startsWith(skipped + ".") || path.startsWith(skipped + "["))) {
        continue;
      }
      boolean known = !unknown.contains(path);
      skipped = known ? null : path;
      if ((!known || place.again()) && told.add(path)) {
        findings.add(known ? duplicate(path) : unknown(path));
      }
    }
  }

  boolean isEmpty() {
    return lines.isEmpty() && fields.isEmpty();
  }

  /** The findings as warnings. */
  List<String> warnings() {
    List<String> warnings = new ArrayList<>(lines);
    warnings.addAll(fields);
    return warnings;
  }

  /** The findings as parts of one refusal. */
  List<String> errors() {
    List<String> errors = new ArrayList<>();
    if (!lines.isEmpty()) {
      errors.add("yaml: unmarshal errors:\n  " + String.join("\n  ", lines));
    }
    errors.addAll(fields);
    return errors;
  }

  private static String unknown(String path) {
    return "unknown field \"" + path + "\"";
  }

  private static String duplicate(String path) {
    return "duplicate field \"" + path + "\"";
  }
}
