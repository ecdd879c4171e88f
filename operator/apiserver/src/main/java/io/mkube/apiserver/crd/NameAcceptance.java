package io.mkube.apiserver.crd;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.object.Condition;
import io.mkube.apiserver.object.ObjectMetadata;
import io.mkube.apiserver.rules.ApprovedGroups;
import io.mkube.apiserver.rules.DelegatingRules;
import io.mkube.apiserver.rules.KindRules;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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

  private static final String APPROVED = "KubernetesAPIApprovalPolicyConformant";

  private static final List<Name> NAMES =
      List.of(
          new Name("plural", false, "PluralConflict"),
          new Name("singular", false, "SingularConflict"),
          new Name("kind", true, "KindConflict"),
          new Name("listKind", true, "ListKindConflict"));

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

  /** Whoever writes the status cannot make a definition unknown: what is missing comes back. */
  @Override
  public void prepareForStatusUpdate(ObjectNode object, ObjectNode old) {
    rules.prepareForStatusUpdate(object, old);
    if (!ObjectMetadata.of(object).deleting()) {
      accept(object);
    }
  }

  /** Settles names and conditions of a definition. */
  void accept(ObjectNode object) {
    ObjectNode accepted = object.withObject("/status/acceptedNames");
    Optional<Conflict> conflict = settle(object, accepted);
    if (conflict.isEmpty()) {
      put(object, NAMES_ACCEPTED, "True", "NoConflicts", "no conflicts found");
      put(
          object,
          ESTABLISHED,
          "True",
          "InitialNamesAccepted",
          "the initial names have been accepted");
    } else {
      put(object, NAMES_ACCEPTED, "False", conflict.get().reason(), conflict.get().message());
      // What is served stays served: only new names wait.
      if (!Condition.isTrue(object, ESTABLISHED)) {
        put(object, ESTABLISHED, "False", "NotAccepted", "not all names are accepted");
      }
    }
    tellApproval(object);
  }

  /** Takes every name that is free. Returns the last one that is not, as Kubernetes tells it. */
  private Optional<Conflict> settle(ObjectNode object, ObjectNode accepted) {
    JsonNode names = object.path("spec").path("names");
    Taken taken = taken(object);
    Optional<Conflict> last = Optional.empty();
    for (Name name : NAMES) {
      String wanted = names.path(name.field()).asText();
      Set<String> others = name.ofKind() ? taken.kinds() : taken.resources();
      if (!wanted.equals(accepted.path(name.field()).asText()) && others.contains(wanted)) {
        last = Optional.of(new Conflict(name.reason(), used(wanted)));
      } else {
        accepted.put(name.field(), wanted);
      }
      if (name.field().equals("singular")) {
        Optional<Conflict> conflict = settleShortNames(names.path("shortNames"), accepted, taken);
        last = conflict.isPresent() ? conflict : last;
      }
    }
    copy(names, accepted, "categories");
    return last;
  }

  /** Short names are taken all or none. */
  private static Optional<Conflict> settleShortNames(
      JsonNode wanted, ObjectNode accepted, Taken taken) {
    Set<String> own = texts(accepted.path("shortNames"));
    List<String> faults =
        texts(wanted).stream()
            .filter(name -> !own.contains(name) && taken.resources().contains(name))
            .map(NameAcceptance::used)
            .toList();
    if (faults.isEmpty()) {
      if (wanted.isEmpty()) {
        accepted.remove("shortNames");
      } else {
        accepted.set("shortNames", wanted.deepCopy());
      }
      return Optional.empty();
    }
    String message = String.join(", ", faults);
    return Optional.of(
        new Conflict("ShortNamesConflict", faults.size() == 1 ? message : "[" + message + "]"));
  }

  private static void copy(JsonNode names, ObjectNode accepted, String field) {
    if (names.path(field).isEmpty()) {
      accepted.remove(field);
    } else {
      accepted.set(field, names.path(field).deepCopy());
    }
  }

  /** Who approved a definition in a group of Kubernetes itself. */
  private void tellApproval(ObjectNode object) {
    if (!ApprovedGroups.isProtected(object.path("spec").path("group").asText())) {
      return;
    }
    ApprovedGroups.Approval approval = ApprovedGroups.approval(object);
    String reason =
        switch (approval.state()) {
          case APPROVED -> "ApprovedAnnotation";
          case BYPASSED -> "UnapprovedAnnotation";
          case MISSING -> "MissingAnnotation";
          case INVALID -> "InvalidAnnotation";
        };
    boolean approved = approval.state() == ApprovedGroups.State.APPROVED;
    put(object, APPROVED, approved ? "True" : "False", reason, approval.reason());
  }

  /** Marks a definition whose objects are being removed. */
  void terminate(ObjectNode object, String reason, String message) {
    put(object, "Terminating", "True", reason, message);
  }

  private void put(ObjectNode object, String type, String status, String reason, String message) {
    new Condition(type, status, reason, message).putInto(object, clock);
  }

  /** What the other definitions of the group have got. */
  private Taken taken(ObjectNode object) {
    Taken taken = new Taken(new HashSet<>(), new HashSet<>());
    for (ObjectNode other : definitions.get()) {
      boolean sameGroup =
          other.path("spec").path("group").equals(object.path("spec").path("group"));
      boolean itself = ObjectMetadata.of(other).name().equals(ObjectMetadata.of(object).name());
      if (!sameGroup || itself) {
        continue;
      }
      JsonNode names = other.path("status").path("acceptedNames");
      taken.resources().add(names.path("plural").asText());
      taken.resources().add(names.path("singular").asText());
      taken.resources().addAll(texts(names.path("shortNames")));
      taken.kinds().add(names.path("kind").asText());
      taken.kinds().add(names.path("listKind").asText());
    }
    taken.resources().remove("");
    taken.kinds().remove("");
    return taken;
  }

  private static Set<String> texts(JsonNode list) {
    Set<String> texts = new LinkedHashSet<>();
    list.forEach(text -> texts.add(text.asText()));
    return texts;
  }

  private static String used(String name) {
    return "\"" + name + "\" is already in use";
  }

  private record Taken(Set<String> resources, Set<String> kinds) {}

  private record Name(String field, boolean ofKind, String reason) {}

  private record Conflict(String reason, String message) {}
}
