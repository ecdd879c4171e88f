package io.mkube.apiserver.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.answer.Answer;
import io.mkube.apiserver.authn.TokenFile;
import io.mkube.apiserver.authn.User;
import io.mkube.apiserver.error.ApiException;
import io.mkube.apiserver.error.Failure;
import io.mkube.apiserver.object.JsonBody;
import io.mkube.apiserver.object.ObjectMetadata;
import io.mkube.apiserver.verb.Call;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Answers questions about who one is and what one may do. Nothing is stored. Thread-safe. */
public final class AccessReviews {
  private static final String STATUS = "/status";
  private final Authorizer authorizer;
  private final TokenFile tokens;
  private final Clock clock;

  public AccessReviews(Authorizer authorizer, TokenFile tokens, Clock clock) {
    this.authorizer = authorizer;
    this.tokens = tokens;
    this.clock = clock;
  }

  /** Answers one review. */
  public Answer perform(Call call, JsonBody body) {
    ObjectNode review = (ObjectNode) body.value();
    review.put("apiVersion", call.resource().type().kind().apiVersion());
    review.put("kind", call.resource().type().kind().kind());
    ObjectMetadata.of(review).set("creationTimestamp", ObjectMetadata.timestamp(clock));
    switch (call.resource().type().plural()) {
      case "selfsubjectreviews" -> describe(review.withObject("/status/userInfo"), call.user());
      case "selfsubjectaccessreviews" -> reviewAccess(review, call.user());
      case "subjectaccessreviews", "localsubjectaccessreviews" ->
          reviewAccess(review, subject(review.path("spec")));
      case "selfsubjectrulesreviews" -> reviewRules(review, call.user());
      case "tokenreviews" -> reviewToken(review);
      default -> throw new ApiException(new Failure.NoSuchPath());
    }
    return new Answer.Document(201, review);
  }

  private void reviewAccess(ObjectNode review, User user) {
    JsonNode spec = review.path("spec");
    JsonNode attributes = spec.path("resourceAttributes");
    JsonNode path = spec.path("nonResourceAttributes");
    if (attributes.isObject() == path.isObject()) {
      throw ApiException.badRequest(
          "exactly one of resourceAttributes and nonResourceAttributes must be given");
    }
    boolean allowed =
        path.isObject()
            ? authorizer.allowsEverything(user)
            : authorizer.allows(user, access(attributes));
    ObjectNode status = review.withObject(STATUS);
    status.put("allowed", allowed);
    if (!allowed) {
      status.put("reason", "only members of " + User.MASTERS + " are allowed this");
    }
  }

  private static Access access(JsonNode attributes) {
    String subresource = attributes.path("subresource").asText("");
    String resource = attributes.path("resource").asText("");
    return new Access(
        attributes.path("verb").asText(""),
        attributes.path("group").asText(""),
        subresource.isEmpty() ? resource : resource + "/" + subresource,
        attributes.path("namespace").asText(""),
        attributes.path("name").asText(""));
  }

  private static User subject(JsonNode spec) {
    List<String> groups = new ArrayList<>();
    spec.path("groups").forEach(group -> groups.add(group.asText()));
    return new User(spec.path("user").asText(""), spec.path("uid").asText(""), groups);
  }

  private void reviewRules(ObjectNode review, User user) {
    ObjectNode status = review.withObject(STATUS);
    ArrayNode resources = status.putArray("resourceRules");
    ArrayNode paths = status.putArray("nonResourceRules");
    if (authorizer.allowsEverything(user)) {
      ObjectNode rule = resources.addObject();
      rule.putArray("verbs").add("*");
      rule.putArray("apiGroups").add("*");
      rule.putArray("resources").add("*");
      ObjectNode path = paths.addObject();
      path.putArray("verbs").add("*");
      path.putArray("nonResourceURLs").add("*");
    } else {
      addOwn(resources, "authorization.k8s.io", "selfsubjectaccessreviews");
      addOwn(resources, "authorization.k8s.io", "selfsubjectrulesreviews");
      addOwn(resources, "authentication.k8s.io", "selfsubjectreviews");
    }
    status.put("incomplete", false);
  }

  private static void addOwn(ArrayNode rules, String group, String resource) {
    ObjectNode rule = rules.addObject();
    rule.putArray("verbs").add("create");
    rule.putArray("apiGroups").add(group);
    rule.putArray("resources").add(resource);
  }

  private void reviewToken(ObjectNode review) {
    String token = review.path("spec").path("token").asText("");
    review.withObject("/spec").remove("token");
    ObjectNode status = review.withObject(STATUS);
    Optional<User> user = token.isEmpty() ? Optional.empty() : tokens.user(token);
    status.put("authenticated", user.isPresent());
    if (user.isPresent()) {
      describe(status.putObject("user"), user.get());
    } else {
      status.put("error", "the token is not known");
    }
  }

  private static void describe(ObjectNode info, User user) {
    info.put("username", user.name());
    if (!user.uid().isEmpty()) {
      info.put("uid", user.uid());
    }
    ArrayNode groups = info.putArray("groups");
    user.groups().forEach(groups::add);
  }
}
