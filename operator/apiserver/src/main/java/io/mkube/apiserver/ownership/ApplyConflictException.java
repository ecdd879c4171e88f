package io.mkube.apiserver.ownership;

import io.mkube.apiserver.error.Failure;
import io.mkube.apiserver.fieldset.FieldSet;
import io.mkube.apiserver.fieldset.PathElement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** An apply that would change fields of other managers. */
public final class ApplyConflictException extends Exception {
  private static final long serialVersionUID = 1;
  private final transient Map<Manager, FieldSet> conflicts;

  ApplyConflictException(Map<Manager, FieldSet> conflicts) {
    super("the configuration changes fields of other managers", null, false, false);
    Map<Manager, FieldSet> sorted = new TreeMap<>(Comparator.comparing(Manager::sortKey));
    sorted.putAll(conflicts);
    this.conflicts = sorted;
  }

  /** What is in conflict, by manager. */
  Map<Manager, FieldSet> conflicts() {
    return conflicts;
  }

  /** What the client is told. */
  public Failure failure() {
    List<Failure.Cause> causes = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    conflicts.forEach(
        (manager, fields) -> {
          text.append(text.isEmpty() ? "" : "\n").append("conflicts with ").append(manager);
          text.append(':');
          fields.forEach(path -> text.append(add(causes, manager, path)));
        });
    if (causes.size() == 1) {
      Failure.Cause only = causes.getFirst();
      return new Failure.ApplyConflict(
          "Apply failed with 1 conflict: " + only.message() + ": " + only.field(), causes);
    }
    return new Failure.ApplyConflict(
        "Apply failed with " + causes.size() + " conflicts: " + text, causes);
  }

  private static String add(List<Failure.Cause> causes, Manager manager, List<PathElement> path) {
    String field = FieldSet.textOf(path);
    causes.add(new Failure.Cause("FieldManagerConflict", "conflict with " + manager, field));
    return "\n- " + field;
  }
}
