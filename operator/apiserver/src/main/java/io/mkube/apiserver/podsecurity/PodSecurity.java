package io.mkube.apiserver.podsecurity;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.cache.CachedObject;
import io.mkube.apiserver.cache.ListScope;
import io.mkube.apiserver.cache.WatchCache;
import io.mkube.apiserver.error.ApiException;
import io.mkube.apiserver.error.Failure;
import io.mkube.apiserver.error.FieldError;
import io.mkube.apiserver.object.ObjectMetadata;
import io.mkube.apiserver.resource.ServedResource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The Pod Security Standards: pods that break what their namespace enforces are refused, for others
 * and for templates of pods there are warnings. Thread-safe.
 */
public final class PodSecurity {
  private static final String PREFIX = "pod-security.kubernetes.io/";
  private static final JsonPointer LABELS = JsonPointer.compile("/metadata/labels");
  private static final JsonPointer POD = JsonPointer.compile("/spec");
  private static final JsonPointer TEMPLATE = JsonPointer.compile("/spec/template/spec");

  /** Where kinds have their pods, by the plural name of the resource. */
  private static final Map<String, Place> PLACES =
      Map.of(
          "pods", new Place("", POD),
          "podtemplates", new Place("", JsonPointer.compile("/template/spec")),
          "replicationcontrollers", new Place("", TEMPLATE),
          "daemonsets", new Place("apps", TEMPLATE),
          "deployments", new Place("apps", TEMPLATE),
          "replicasets", new Place("apps", TEMPLATE),
          "statefulsets", new Place("apps", TEMPLATE),
          "cronjobs",
              new Place("batch", JsonPointer.compile("/spec/jobTemplate/spec/template/spec")),
          "jobs", new Place("batch", TEMPLATE));

  private record Place(String group, JsonPointer pod) {}

  private final WatchCache cache;

  public PodSecurity(WatchCache cache) {
    this.cache = cache;
  }

  /**
   * Judges a write.
   *
   * @param old what is replaced, null for something new
   * @param warnings told what would be refused, or is already there
   * @throws ApiException with 403 for a pod that breaks what its namespace enforces, with 422 for a
   *     namespace whose labels ask for nothing that there is
   */
  public void require(
      ServedResource resource,
      ObjectNode object,
      @Nullable ObjectNode old,
      Consumer<String> warnings) {
    String plural = resource.type().plural();
    String group = resource.type().kind().group();
    if (plural.equals("namespaces") && group.isEmpty()) {
      requireLabels(resource, object, old, warnings);
      return;
    }
    Place place = PLACES.get(plural);
    if (place == null || !place.group().equals(group)) {
      return;
    }
    JsonNode spec = object.at(place.pod());
    if (old != null && old.at(place.pod()).equals(spec)) {
      return;
    }
    JsonNode labels = labels(ObjectMetadata.of(object).namespace());
    if (labels.isEmpty()) {
      return;
    }
    PodParts pod = PodParts.of(spec);
    Demand enforced = Demand.of(labels, Demand.ENFORCE);
    List<Violation> refused = plural.equals("pods") ? violations(pod, enforced) : List.of();
    if (!refused.isEmpty()) {
      throw ApiException.forbidden(
          resource.reference(ObjectMetadata.of(object).name()),
          "violates PodSecurity \"" + enforced + "\": " + Violation.texts(refused));
    }
    Demand wanted = Demand.of(labels, Demand.WARN);
    List<Violation> found = violations(pod, wanted);
    if (!found.isEmpty()) {
      warnings.accept("would violate PodSecurity \"" + wanted + "\": " + Violation.texts(found));
    }
  }

  private static List<Violation> violations(PodParts pod, Demand demand) {
    return switch (demand.level()) {
      case PRIVILEGED -> List.of();
      case BASELINE -> Baseline.check(pod, false, demand.minor());
      case RESTRICTED -> {
        List<Violation> all = new ArrayList<>(Baseline.check(pod, true, demand.minor()));
        all.addAll(Restricted.check(pod, demand.minor()));
        yield all;
      }
    };
  }

  /** Only what is about pod security; mostly nothing, which is remembered. */
  private JsonNode labels(String namespace) {
    return cache
        .of("", "namespaces")
        .get("", namespace)
        .filter(found -> found.field(PREFIX, PodSecurity::asks).equals("yes"))
        .<JsonNode>map(found -> found.decode().at(LABELS))
        .orElse(MissingNode.getInstance());
  }

  private static String asks(JsonNode namespace) {
    for (var label : namespace.at(LABELS).properties()) {
      if (label.getKey().startsWith(PREFIX)) {
        return "yes";
      }
    }
    return "";
  }

  private void requireLabels(
      ServedResource resource,
      ObjectNode namespace,
      @Nullable ObjectNode old,
      Consumer<String> warnings) {
    JsonNode labels = namespace.at(LABELS);
    List<FieldError> errors = Demand.check(labels);
    String name = ObjectMetadata.of(namespace).name();
    if (!errors.isEmpty() && (old == null || Demand.check(old.at(LABELS)).isEmpty())) {
      throw new ApiException(new Failure.Invalid("", resource.type().kind().kind(), name, errors));
    }
    Demand demand = Demand.of(labels, Demand.ENFORCE);
    if (old != null && !demand.equals(Demand.of(old.at(LABELS), Demand.ENFORCE))) {
      warnOfPods(name, demand, warnings);
    }
  }

  /** Pods that are there stay; pods that break the same rules share a line. */
  private void warnOfPods(String namespace, Demand demand, Consumer<String> warnings) {
    Map<String, List<String>> byReasons = new TreeMap<>();
    for (CachedObject pod :
        cache.of("", "pods").list(ListScope.all(namespace), each -> true).items()) {
      List<Violation> found = violations(PodParts.of(pod.decode().at(POD)), demand);
      if (!found.isEmpty()) {
        byReasons
            .computeIfAbsent(Violation.reasons(found), reasons -> new ArrayList<>())
            .add(pod.name());
      }
    }
    if (byReasons.isEmpty()) {
      return;
    }
    warnings.accept(
        "existing pods in namespace \""
            + namespace
            + "\" violate the new PodSecurity enforce level \""
            + demand
            + "\"");
    byReasons.forEach((reasons, pods) -> warnings.accept(names(pods) + ": " + reasons));
  }

  private static String names(List<String> pods) {
    int others = pods.size() - 1;
    return switch (others) {
      case 0 -> pods.get(0);
      case 1 -> pods.get(0) + " (and 1 other pod)";
      default -> pods.get(0) + " (and " + others + " other pods)";
    };
  }
}
