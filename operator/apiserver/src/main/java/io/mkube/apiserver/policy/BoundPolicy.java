package io.mkube.apiserver.policy;

import com.fasterxml.jackson.databind.JsonNode;
import io.mkube.apiserver.cache.CachedObject;
import io.mkube.apiserver.cel.policy.PolicyProgram;
import io.mkube.apiserver.schema.RuleFormats;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A policy as it was read, with its bindings. It is compiled when the first request asks, because
 * the language has to be loaded for that. Safe for concurrent use.
 *
 * @param name name of the policy
 * @param uid its uid
 * @param revision the revision that was read
 * @param spec its spec
 * @param bindings its bindings, by name
 * @param compiled what it was compiled to, null before
 */
record BoundPolicy(
    String name,
    String uid,
    long revision,
    JsonNode spec,
    List<Binding> bindings,
    AtomicReference<@Nullable PolicyProgram> compiled) {
  BoundPolicy {
    bindings = List.copyOf(bindings);
  }

  /** Where a policy is in force, and what follows. */
  record Binding(String name, JsonNode spec) {}

  static BoundPolicy of(CachedObject policy, List<Binding> bindings) {
    return new BoundPolicy(
        policy.name(),
        policy.uid(),
        policy.revision(),
        policy.decode().path("spec"),
        bindings,
        new AtomicReference<>());
  }

  /** Whether this is a policy as it is stored. */
  boolean isOf(CachedObject policy) {
    return uid.equals(policy.uid()) && revision == policy.revision();
  }

  /** The same policy with other bindings. */
  BoundPolicy with(List<Binding> others) {
    return new BoundPolicy(name, uid, revision, spec, others, compiled);
  }

  PolicyProgram program() {
    PolicyProgram known = compiled.get();
    if (known == null) {
      known = PolicyProgram.of(spec, RuleFormats.language());
      compiled.set(known);
    }
    return known;
  }
}
