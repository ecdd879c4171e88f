package io.mkube.apiserver.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.answer.Answer;
import io.mkube.apiserver.authn.User;
import io.mkube.apiserver.error.ApiException;
import io.mkube.apiserver.error.Failure;
import io.mkube.apiserver.error.FieldError;
import io.mkube.apiserver.object.JsonBody;
import io.mkube.apiserver.object.ObjectMetadata;
import io.mkube.apiserver.rbac.Access;
import io.mkube.apiserver.rbac.Decision;
import io.mkube.apiserver.rbac.RoleBindings;
import io.mkube.apiserver.rbac.Rule;
import io.mkube.apiserver.verb.Call;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Answers questions about who one is and what one may do. Nothing is stored. Thread-safe. */
public final class AccessReviews {
  private final Authorizer authorizer;
  private final RoleBindings bindings;
  private final IdentityReviews identities;
  private final Clock clock;

  public AccessReviews(
      Authorizer authorizer, RoleBindings bindings, IdentityReviews identities, Clock clock) {
    this.authorizer = authorizer;
    this.bindings = bindings;
    this.identities = identities;
    this.clock = clock;
  }

  /** Answers one review. */
  public Answer perform(Call call, JsonBody body) {
    if (!(body.value() instanceof ObjectNode review)) {
      throw ApiException.badRequest("the body of the request is not an object");
    }
    review.put("apiVersion", call.resource().type().kind().apiVersion());
    review.put("kind", call.resource().type().kind().kind());
    review.remove("status");
    switch (call.resource().type().plural()) {
      case "selfsubjectreviews" -> {
        ObjectMetadata.of(review).set("creationTimestamp", ObjectMetadata.timestamp(clock));
        IdentityReviews.describe(review.putObject("status").putObject("userInfo"), call.user());
      }
      case "selfsubjectaccessreviews" -> reviewAccess(call, review, call.user());
      case "subjectaccessreviews", "localsubjectaccessreviews" ->
          reviewAccess(call, review, subject(review.path("spec")));
      case "selfsubjectrulesreviews" -> reviewRules(review, call.user());
      case "tokenreviews" -> identities.review(review);
      default -> throw new ApiException(new Failure.NoSuchPath());
    }
    return new Answer.Document(201, review);
  }

  private void reviewAccess(Call call, ObjectNode review, User user) {
    JsonNode spec = review.path("spec");
    place(call, review);
    refuse(call, ReviewRules.check(review, call.resource().type().plural()));
    JsonNode path = spec.path(ReviewRules.PATH);
    Access access =
        path.isObject()
            ? new Access.OnPath(path.path("verb").asText(""), path.path("path").asText(""))
            : onResource(spec.path(ReviewRules.RESOURCE));
    Decision decision = authorizer.decide(user, access);
    ObjectNode status = review.putObject("status").put("allowed", decision.allowed());
    if (!decision.reason().isEmpty()) {
      status.put("reason", decision.reason());
    }
  }

  /** The namespace of the URL, which the review may repeat but not contradict. */
  private static void place(Call call, ObjectNode review) {
    ObjectMetadata metadata = ObjectMetadata.of(review);
    if (!call.resource().namespaced()) {
      metadata.node().remove("namespace");
      return;
    }
    if (!metadata.namespace().isEmpty() && !metadata.namespace().equals(call.namespace())) {
      throw ApiException.badRequest(
          "the namespace of the provided object does not match the namespace sent on the request");
    }
    metadata.set("namespace", call.namespace());
  }

  /** Kubernetes names no kind here. */
  private static void refuse(Call call, List<FieldError> errors) {
    if (!errors.isEmpty()) {
      throw new ApiException(
          new Failure.Invalid(call.resource().type().kind().group(), "", "", errors));
    }
  }

  private static Access onResource(JsonNode attributes) {
    return new Access.OnResource(
        attributes.path("verb").asText(""),
        attributes.path("group").asText(""),
        attributes.path("resource").asText(""),
        attributes.path("subresource").asText(""),
        attributes.path("namespace").asText(""),
        attributes.path("name").asText(""));
  }

  private static User subject(JsonNode spec) {
    List<String> groups = new ArrayList<>();
    spec.path("groups").forEach(group -> groups.add(group.asText()));
    Map<String, List<String>> extra = new HashMap<>();
    for (var entry : spec.path("extra").properties()) {
      List<String> values = new ArrayList<>();
      entry.getValue().forEach(value -> values.add(value.asText()));
      extra.put(entry.getKey(), values);
    }
    return new User(spec.path("user").asText(""), spec.path("uid").asText(""), groups, extra);
  }

  private void reviewRules(ObjectNode review, User user) {
    String namespace = review.path("spec").path("namespace").asText("");
    if (namespace.isEmpty()) {
      throw ApiException.badRequest("no namespace on request");
    }
    Set<Rule> rules = new LinkedHashSet<>();
    if (user.master()) {
      rules.addAll(WritePermissions.EVERYTHING);
    }
    rules.addAll(bindings.rules(user.name(), user.groups(), namespace));
    ObjectNode status = review.putObject("status");
    ArrayNode resources = status.putArray("resourceRules");
    ArrayNode paths = status.putArray("nonResourceRules");
    for (Rule rule : rules) {
      (rule.urls().isEmpty() ? resources : paths).add(rule.json());
    }
    status.put("incomplete", false);
    List<String> problems = bindings.problems(user.name(), user.groups(), namespace);
    if (!problems.isEmpty()) {
      status.put("evaluationError", String.join(", ", problems));
    }
  }
}
