package io.mkube.apiserver.access;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.admission.Permissions;
import io.mkube.apiserver.authn.User;
import io.mkube.apiserver.error.ApiException;
import io.mkube.apiserver.error.ObjectReference;
import io.mkube.apiserver.object.Json;
import io.mkube.apiserver.object.ObjectMetadata;
import io.mkube.apiserver.rbac.Access;
import io.mkube.apiserver.rbac.Escalation;
import io.mkube.apiserver.rbac.RoleBindings;
import io.mkube.apiserver.rbac.RoleName;
import io.mkube.apiserver.rbac.Rule;
import io.mkube.apiserver.resource.ServedResource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Nobody gives permissions away that they do not have: who writes a role needs all of its rules or
 * the verb {@code escalate}, who binds one its rules or the verb {@code bind}. Thread-safe.
 */
public final class WritePermissions implements Permissions {
  static final List<Rule> EVERYTHING =
      List.of(
          Rule.of(List.of("*"), List.of("*"), List.of("*")),
          Rule.ofPaths(List.of("*"), List.of("*")));

  /** Fields that the garbage collector writes. */
  private static final List<String> COLLECTED =
      List.of("finalizers", "ownerReferences", "managedFields", "resourceVersion");

  private final Authorizer authorizer;
  private final RoleBindings bindings;
  private final CertificatePermissions certificates;

  public WritePermissions(Authorizer authorizer, RoleBindings bindings) {
    this.authorizer = authorizer;
    this.bindings = bindings;
    this.certificates = new CertificatePermissions(authorizer);
  }

  @Override
  public void requireCreate(User user, ServedResource resource, String namespace, String name) {
    authorizer.require(
        user,
        new Access.OnResource(
            "create",
            resource.type().kind().group(),
            resource.type().plural(),
            "",
            namespace,
            name));
  }

  @Override
  public void requireHeld(
      User user, ServedResource resource, ObjectNode object, @Nullable ObjectNode old) {
    if (resource.location().group().equals(CertificatePermissions.GROUP)) {
      certificates.require(user, resource, object, old);
      return;
    }
    if (!resource.type().kind().group().equals(RoleBindings.GROUP) || user.master()) {
      return;
    }
    if (old != null && withoutCollected(object).equals(withoutCollected(old))) {
      return;
    }
    ObjectMetadata metadata = ObjectMetadata.of(object);
    ObjectReference reference = resource.reference(metadata.name());
    switch (resource.type().plural()) {
      case "roles", "clusterroles" -> checkRole(user, reference, metadata.namespace(), object, old);
      default -> checkBinding(user, reference, metadata.namespace(), object);
    }
  }

  private void checkRole(
      User user,
      ObjectReference role,
      String namespace,
      ObjectNode object,
      @Nullable ObjectNode old) {
    String name = old == null ? "" : role.name();
    Access escalate =
        new Access.OnResource("escalate", role.group(), role.resource(), "", namespace, name);
    if (authorizer.allows(user, escalate)) {
      return;
    }
    requireRules(user, role, namespace, Rule.rules(object));
    boolean aggregates = aggregates(object) || (old != null && aggregates(old));
    if (aggregates && missing(user, namespace, EVERYTHING).isPresent()) {
      throw ApiException.forbidden(
          role, "must have cluster-admin privileges to use the aggregationRule");
    }
  }

  private void checkBinding(
      User user, ObjectReference binding, String namespace, ObjectNode object) {
    RoleName role = RoleName.of(object.path("roleRef"), namespace);
    Access bind =
        new Access.OnResource(
            "bind", RoleBindings.GROUP, role.resource(), "", namespace, role.name());
    if (authorizer.allows(user, bind)) {
      return;
    }
    List<Rule> rules =
        bindings
            .rules(role)
            .orElseThrow(
                () ->
                    ApiException.notFound(
                        new ObjectReference(RoleBindings.GROUP, role.resource(), role.name())));
    requireRules(user, binding, namespace, rules);
  }

  private void requireRules(User user, ObjectReference object, String namespace, List<Rule> rules) {
    Optional<String> missing = missing(user, namespace, rules);
    if (missing.isPresent()) {
      String text = Escalation.refusal(user.name(), user.groups(), missing.get());
      List<String> problems = bindings.problems(user.name(), user.groups(), namespace);
      throw ApiException.forbidden(
          object, problems.isEmpty() ? text : text + "; resolution errors: " + problems);
    }
  }

  private Optional<String> missing(User user, String namespace, List<Rule> rules) {
    return Escalation.missing(bindings.rules(user.name(), user.groups(), namespace), rules);
  }

  private static boolean aggregates(ObjectNode role) {
    return !role.path("aggregationRule").path("clusterRoleSelectors").isEmpty();
  }

  private static ObjectNode withoutCollected(ObjectNode object) {
    ObjectNode copy = Json.object();
    copy.setAll(object);
    ObjectNode metadata = ObjectMetadata.of(object).node().deepCopy();
    metadata.remove(COLLECTED);
    copy.set("metadata", metadata);
    return copy;
  }
}
