package io.mkube.apiserver.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.cache.CachedObject;
import io.mkube.apiserver.cache.ListScope;
import io.mkube.apiserver.cache.ResourceCache;
import io.mkube.apiserver.cache.WatchCache;
import io.mkube.apiserver.cel.OpenValues;
import io.mkube.apiserver.cel.policy.PolicyProgram;
import io.mkube.apiserver.cel.policy.Violation;
import io.mkube.apiserver.error.ApiException;
import io.mkube.apiserver.error.Failure;
import io.mkube.apiserver.resource.ResourceRegistry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What validating admission policies and their bindings say of a write. A policy counts from the
 * moment when the write that brings it is answered. Thread-safe.
 */
public final class AdmissionPolicies {
  private static final Logger LOG = LoggerFactory.getLogger(AdmissionPolicies.class);
  private static final String GROUP = "admissionregistration.k8s.io";

  private final WatchCache cache;
  private final ResourceCache policies;
  private final ResourceCache bindings;
  private final Parameters parameters;

  /** Policies that have bindings, by name. Every write asks, so nothing is read then. */
  private volatile List<BoundPolicy> bound = List.of();

  /** One violation, and by what. */
  private record Finding(String policy, String binding, Violation violation) {
    String text(String verb) {
      return "ValidatingAdmissionPolicy '"
          + policy
          + "' with binding '"
          + binding
          + "'"
          + verb
          + violation.message();
    }
  }

  public AdmissionPolicies(WatchCache cache, ResourceRegistry registry) {
    this.cache = cache;
    this.policies = cache.of(GROUP, "validatingadmissionpolicies");
    this.bindings = cache.of(GROUP, "validatingadmissionpolicybindings");
    this.parameters = new Parameters(cache, registry);
    collect();
    cache.addListener(
        event -> {
          if (event.object().key().group().equals(GROUP)) {
            collect();
          }
        });
  }

  /** Whether there is anything that could deny a write. */
  public boolean any() {
    return !bound.isEmpty();
  }

  /** Reads policies and bindings anew; what a policy was compiled to stays while it does. */
  private void collect() {
    Map<String, List<BoundPolicy.Binding>> byPolicy = new HashMap<>();
    for (CachedObject object : sorted(bindings)) {
      JsonNode spec = object.decode().path("spec");
      byPolicy
          .computeIfAbsent(spec.path("policyName").asText(), name -> new ArrayList<>())
          .add(new BoundPolicy.Binding(object.name(), spec));
    }
    List<BoundPolicy> before = bound;
    List<BoundPolicy> now = new ArrayList<>();
    for (CachedObject policy : sorted(policies)) {
      List<BoundPolicy.Binding> own = byPolicy.get(policy.name());
      if (own != null) {
        now.add(
            before.stream()
                .filter(known -> known.isOf(policy))
                .findFirst()
                .map(known -> known.with(own))
                .orElseGet(() -> BoundPolicy.of(policy, own)));
      }
    }
    bound = List.copyOf(now);
  }

  /**
   * Judges a write.
   *
   * @param request made only if there is a policy
   * @throws ApiException with what the first policy says that denies it
   */
  public void require(Supplier<PolicyRequest> request) {
    List<BoundPolicy> all = bound;
    if (!all.isEmpty()) {
      judge(all, request.get());
    }
  }

  private void judge(List<BoundPolicy> all, PolicyRequest request) {
    if (request.resource().type().kind().group().equals(GROUP)) {
      return;
    }
    Optional<ObjectNode> namespace =
        request.namespace().isEmpty()
            ? Optional.empty()
            : cache.of("", "namespaces").get("", request.namespace()).map(CachedObject::decode);
    RequestMatch match =
        new RequestMatch(request, namespace.map(found -> RequestValues.labels(found)));
    Map<String, Object> values = new HashMap<>();
    List<Finding> denied = new ArrayList<>();
    for (BoundPolicy policy : all) {
      if (policy.program().asksAuthorizer() || !match.by(policy.spec().path("matchConstraints"))) {
        continue;
      }
      if (values.isEmpty()) {
        values.putAll(RequestValues.of(request, namespace));
      }
      for (BoundPolicy.Binding binding : policy.bindings()) {
        if (match.by(binding.spec().path("matchResources"))) {
          for (Violation violation : judge(policy, binding.spec(), request, values)) {
            Finding finding = new Finding(policy.name(), binding.name(), violation);
            act(finding, binding.spec().path("validationActions"), request, denied);
          }
        }
      }
    }
    if (!denied.isEmpty()) {
      Finding first = denied.getFirst();
      String reason = first.violation().reason();
      throw new ApiException(
          new Failure.Denied(
              request.resource().reference(request.name()),
              first.text(" denied request: "),
              reason.isEmpty() ? "Invalid" : reason));
    }
  }

  private List<Violation> judge(
      BoundPolicy policy, JsonNode binding, PolicyRequest request, Map<String, Object> values) {
    PolicyProgram program = policy.program();
    return switch (parameters.of(policy.spec(), binding, request)) {
      case Parameters.Found.Misfit misfit ->
          program.ignoresFailures() ? List.of() : List.of(new Violation(misfit.text(), ""));
      case Parameters.Found.Some some -> {
        List<Violation> all = new ArrayList<>();
        for (Optional<ObjectNode> parameter : some.objects()) {
          Map<String, Object> given = new HashMap<>(values);
          given.put("params", OpenValues.of(parameter.orElse(null)));
          all.addAll(program.judge(given));
        }
        yield all;
      }
    };
  }

  private static void act(
      Finding finding, JsonNode actions, PolicyRequest request, List<Finding> denied) {
    for (JsonNode action : actions) {
      switch (action.asText()) {
        case "Deny" -> denied.add(finding);
        case "Warn" -> request.warnings().accept("Validation failed for " + finding.text(": "));
        default ->
            LOG.info(
                "{} {} by {}: {}",
                request.operation(),
                request.resource().reference(request.name()).text(),
                request.user().name(),
                finding.text(": "));
      }
    }
  }

  private static List<CachedObject> sorted(ResourceCache objects) {
    return objects.list(ListScope.all(""), object -> true).items().stream()
        .sorted(Comparator.comparing(CachedObject::name))
        .toList();
  }
}
