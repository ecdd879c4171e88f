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
import io.mkube.apiserver.schema.RuleFormats;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
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

  /** Programs by the uid of their policy. */
  private final Map<String, Program> programs = new ConcurrentHashMap<>();

  /** Every write asks, so nothing is counted then. */
  private volatile boolean any;

  private record Program(long revision, JsonNode spec, PolicyProgram program) {}

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
    this.any = count();
    cache.addListener(
        event -> {
          if (event.object().key().group().equals(GROUP)) {
            any = count();
          }
        });
  }

  /** Whether there is anything that could deny a write. */
  public boolean any() {
    return any;
  }

  private boolean count() {
    return policies.size() > 0 && bindings.size() > 0;
  }

  /**
   * Judges a write.
   *
   * @param request made only if there is a policy
   * @throws ApiException with what the first policy says that denies it
   */
  public void require(Supplier<PolicyRequest> request) {
    if (any) {
      judge(request.get());
    }
  }

  private void judge(PolicyRequest request) {
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
    for (CachedObject policy : sorted(policies)) {
      Program program = program(policy);
      if (program.program().asksAuthorizer()
          || !match.by(program.spec().path("matchConstraints"))) {
        continue;
      }
      if (values.isEmpty()) {
        values.putAll(RequestValues.of(request, namespace));
      }
      for (CachedObject object : sorted(bindings)) {
        JsonNode binding = object.decode().path("spec");
        if (binding.path("policyName").asText().equals(policy.name())
            && match.by(binding.path("matchResources"))) {
          for (Violation violation : judge(program, binding, request, values)) {
            Finding finding = new Finding(policy.name(), object.name(), violation);
            act(finding, binding.path("validationActions"), request, denied);
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
      Program program, JsonNode binding, PolicyRequest request, Map<String, Object> values) {
    return switch (parameters.of(program.spec(), binding, request)) {
      case Parameters.Found.Misfit misfit ->
          program.program().ignoresFailures()
              ? List.of()
              : List.of(new Violation(misfit.text(), ""));
      case Parameters.Found.Some some -> {
        List<Violation> all = new ArrayList<>();
        for (Optional<ObjectNode> parameter : some.objects()) {
          Map<String, Object> given = new HashMap<>(values);
          given.put("params", OpenValues.of(parameter.orElse(null)));
          all.addAll(program.program().judge(given));
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

  private Program program(CachedObject policy) {
    Program known = programs.get(policy.uid());
    if (known != null && known.revision() == policy.revision()) {
      return known;
    }
    JsonNode spec = policy.decode().path("spec");
    Program compiled =
        new Program(policy.revision(), spec, PolicyProgram.of(spec, RuleFormats.language()));
    programs.put(policy.uid(), compiled);
    if (programs.size() > policies.size()) {
      List<String> present = sorted(policies).stream().map(CachedObject::uid).toList();
      programs.keySet().retainAll(present);
    }
    return compiled;
  }

  private static List<CachedObject> sorted(ResourceCache objects) {
    return objects.list(ListScope.all(""), object -> true).items().stream()
        .sorted(Comparator.comparing(CachedObject::name))
        .toList();
  }
}
