package io.mkube.apiserver.crd;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.object.Condition;
import io.mkube.apiserver.object.ObjectMetadata;
import io.mkube.apiserver.rules.DelegatingRules;
import io.mkube.apiserver.rules.KindRules;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * The rules of definitions, completed by what needs all definitions: whether the names are free. A
 * definition is accepted and established in the very write that brings it, so that its resource is
 * served when the write is answered.
 */
public final class NameAcceptance implements DelegatingRules {
  static final String ESTABLISHED = "Established";
  static final String CLEANUP = "customresourcecleanup.apiextensions.k8s.io";
  static final String NAMES_ACCEPTED = "NamesAccepted";

  private final KindRules rules;
  private final Supplier<List<ObjectNode>> definitions;
  private final Clock clock;

  /**
   * Completes the rules.
   *
   * @param rules rules of one definition
   * @param definitions gives all stored definitions
   * @param clock time of condition changes
   */
  public NameAcceptance(KindRules rules, Supplier<List<ObjectNode>> definitions, Clock clock) {
    this.rules = rules;
    this.definitions = definitions;
    this.clock = clock;
  }

  @Override
  public KindRules rules() {
    return rules;
  }

  @Override
  public void prepareForCreate(ObjectNode object) {
    rules.prepareForCreate(object);
    ObjectMetadata metadata = ObjectMetadata.of(object);
    List<String> finalizers = new ArrayList<>(metadata.finalizers());
    if (!finalizers.contains(CLEANUP)) {
      finalizers.add(CLEANUP);
      metadata.setFinalizers(finalizers);
    }
    accept(object);
  }

  @Override
  public void prepareForUpdate(ObjectNode object, ObjectNode old) {
    rules.prepareForUpdate(object, old);
    if (!ObjectMetadata.of(object).deleting()) {
      accept(object);
    }
  }

  /** Settles names and conditions of a definition. */
  void accept(ObjectNode object) {
    List<Conflict> conflicts = conflicts(object);
    if (conflicts.isEmpty()) {
      object
          .withObject("/status")
          .set("acceptedNames", object.path("spec").path("names").deepCopy());
      put(object, NAMES_ACCEPTED, "True", "NoConflicts", "no conflicts found");
      put(
          object,
          ESTABLISHED,
          "True",
          "InitialNamesAccepted",
          "the initial names have been accepted");
      return;
    }
    // As in Kubernetes, the last name that is taken gives the reason.
    Conflict last = conflicts.getLast();
    put(object, NAMES_ACCEPTED, "False", last.reason(), last.message());
    // What is served stays served: only new names wait.
    if (!Condition.isTrue(object, ESTABLISHED)) {
      put(object, ESTABLISHED, "False", "NotAccepted", "not all names are accepted");
    }
  }

  /** Marks a definition whose objects are being removed. */
  void terminate(ObjectNode object, String reason, String message) {
    put(object, "Terminating", "True", reason, message);
  }

  private void put(ObjectNode object, String type, String status, String reason, String message) {
    new Condition(type, status, reason, message).putInto(object, clock);
  }

  private List<Conflict> conflicts(ObjectNode object) {
    JsonNode names = object.path("spec").path("names");
    List<Conflict> conflicts = new ArrayList<>();
    for (ObjectNode other : definitions.get()) {
      boolean sameGroup =
          other.path("spec").path("group").equals(object.path("spec").path("group"));
      boolean itself = ObjectMetadata.of(other).name().equals(ObjectMetadata.of(object).name());
      JsonNode taken = other.path("status").path("acceptedNames");
      if (!sameGroup || itself) {
        continue;
      }
      List<String> resourceNames = resourceNames(taken);
      conflict(conflicts, resourceNames, names.path("plural").asText(), "PluralConflict");
      conflict(conflicts, resourceNames, names.path("singular").asText(), "SingularConflict");
      names
          .path("shortNames")
          .forEach(name -> conflict(conflicts, resourceNames, name.asText(), "ShortNamesConflict"));
      List<String> kinds =
          List.of(taken.path("kind").asText(""), taken.path("listKind").asText(""));
      conflict(conflicts, kinds, names.path("kind").asText(), "KindConflict");
      conflict(conflicts, kinds, names.path("listKind").asText(), "ListKindConflict");
    }
    return conflicts;
  }

  private static List<String> resourceNames(JsonNode names) {
    List<String> all = new ArrayList<>();
    all.add(names.path("plural").asText(""));
    all.add(names.path("singular").asText(""));
    names.path("shortNames").forEach(name -> all.add(name.asText()));
    return all;
  }

  private static void conflict(
      List<Conflict> conflicts, List<String> taken, String name, String reason) {
    if (!name.isEmpty() && taken.contains(name)) {
      conflicts.add(new Conflict(reason, "\"" + name + "\" is already in use"));
    }
  }

  private record Conflict(String reason, String message) {}
}
