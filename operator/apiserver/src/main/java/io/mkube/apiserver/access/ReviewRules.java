package io.mkube.apiserver.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.mkube.apiserver.error.FieldError;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** What a review of access must look like: one question, about somebody, and nothing else. */
final class ReviewRules {
  static final String RESOURCE = "resourceAttributes";
  static final String PATH = "nonResourceAttributes";
  private static final String LOCAL = "localsubjectaccessreviews";
  private final JsonNode review;
  private final String plural;
  private final List<FieldError> errors = new ArrayList<>();

  private ReviewRules(JsonNode review, String plural) {
    this.review = review;
    this.plural = plural;
  }

  /** What is wrong with a review, in the order of Kubernetes. */
  static List<FieldError> check(JsonNode review, String plural) {
    ReviewRules rules = new ReviewRules(review, plural);
    rules.question();
    rules.selectors("fieldSelector");
    rules.selectors("labelSelector");
    rules.metadata();
    if (plural.equals(LOCAL)) {
      rules.place();
    }
    return rules.errors;
  }

  private JsonNode spec(String field) {
    return review.path("spec").path(field);
  }

  private void question() {
    boolean resource = spec(RESOURCE).isObject();
    boolean path = spec(PATH).isObject();
    if (resource && path) {
      String detail = "cannot be specified in combination with resourceAttributes";
      errors.add(FieldError.invalid("spec." + PATH, pathAttributes(), detail));
    }
    if (!resource && !path) {
      String detail =
          "exactly one of nonResourceAttributes or resourceAttributes must be specified";
      errors.add(FieldError.invalid("spec." + RESOURCE, "\"null\"", detail));
    }
    if (!plural.startsWith("self") && text(spec("user")).isEmpty() && spec("groups").isEmpty()) {
      String detail = "at least one of user or group must be specified";
      errors.add(FieldError.invalid("spec.user", "\"\"", detail));
    }
  }

  private void selectors(String field) {
    JsonNode selector = spec(RESOURCE).path(field);
    if (!selector.isObject()) {
      return;
    }
    String at = "spec." + RESOURCE + "." + field;
    String raw = text(selector.path("rawSelector"));
    JsonNode requirements = selector.path("requirements");
    if (!raw.isEmpty() && !requirements.isEmpty()) {
      String detail = "may not specified at the same time as requirements";
      errors.add(FieldError.invalid(at + ".rawSelector", quoted(raw), detail));
    }
    if (raw.isEmpty() && requirements.isEmpty()) {
      String detail = "when " + at + " is specified, requirements or rawSelector is required";
      errors.add(FieldError.required(at + ".requirements", detail));
    }
    for (int i = 0; i < requirements.size(); i++) {
      requirement(requirements.get(i), at + ".requirements[" + i + "]");
    }
  }

  /** Operators of later versions are let through, as Kubernetes does. */
  private void requirement(JsonNode requirement, String at) {
    if (text(requirement.path("key")).isEmpty()) {
      errors.add(FieldError.required(at + ".key", "must be specified"));
    }
    boolean values = !requirement.path("values").isEmpty();
    switch (text(requirement.path("operator"))) {
      case "In", "NotIn" -> {
        if (!values) {
          String detail = "must be specified when `operator` is 'In' or 'NotIn'";
          errors.add(FieldError.required(at + ".values", detail));
        }
      }
      case "Exists", "DoesNotExist" -> {
        if (values) {
          String detail = "may not be specified when `operator` is 'Exists' or 'DoesNotExist'";
          errors.add(FieldError.forbidden(at + ".values", detail));
        }
      }
      default -> {}
    }
  }

  private void metadata() {
    List<String> set = new ArrayList<>();
    review
        .path("metadata")
        .properties()
        .forEach(
            member -> {
              JsonNode value = member.getValue();
              boolean empty = value.isContainerNode() ? value.isEmpty() : text(value).isEmpty();
              boolean allowed =
                  member.getKey().equals("managedFields")
                      || (plural.equals(LOCAL) && member.getKey().equals("namespace"));
              if (!empty && !allowed) {
                set.add(member.getKey());
              }
            });
    if (!set.isEmpty()) {
      String detail = "must be empty" + (plural.equals(LOCAL) ? " except for namespace" : "");
      errors.add(FieldError.invalid("metadata", objectMeta(), detail));
    }
  }

  private void place() {
    JsonNode resource = spec(RESOURCE);
    String namespace = text(resource.path("namespace"));
    if (resource.isObject() && !namespace.equals(text(review.at("/metadata/namespace")))) {
      errors.add(
          FieldError.invalid(
              "spec.resourceAttributes.namespace",
              quoted(namespace),
              "must match metadata.namespace"));
    }
    if (spec(PATH).isObject()) {
      String detail = "disallowed on this kind of request";
      errors.add(FieldError.invalid("spec." + PATH, pathAttributes(), detail));
    }
  }

  /** As Go prints the type, which is what kube-apiserver shows. */
  private String pathAttributes() {
    JsonNode path = spec(PATH);
    return "authorization.NonResourceAttributes{Path:%s, Verb:%s}"
        .formatted(quoted(text(path.path("path"))), quoted(text(path.path("verb"))));
  }

  private String objectMeta() {
    JsonNode metadata = review.path("metadata");
    return "v1.ObjectMeta{Name:%s, GenerateName:%s, Namespace:%s, SelfLink:\"\", UID:%s,"
            .formatted(
                quoted(text(metadata.path("name"))),
                quoted(text(metadata.path("generateName"))),
                quoted(text(metadata.path("namespace"))),
                quoted(text(metadata.path("uid"))))
        + " ResourceVersion:%s, Generation:%d,"
            .formatted(
                quoted(text(metadata.path("resourceVersion"))),
                metadata.path("generation").asLong())
        + " CreationTimestamp:time.Date(1, time.January, 1, 0, 0, 0, 0, time.UTC),"
        + " DeletionTimestamp:<nil>, DeletionGracePeriodSeconds:(*int64)(nil),"
        + " Labels:%s, Annotations:%s,"
            .formatted(texts(metadata.path("labels")), texts(metadata.path("annotations")))
        + " OwnerReferences:[]v1.OwnerReference(nil), Finalizers:[]string(nil),"
        + " ManagedFields:[]v1.ManagedFieldsEntry(nil)}";
  }

  private static String texts(JsonNode map) {
    if (map.isEmpty()) {
      return "map[string]string(nil)";
    }
    TreeMap<String, String> sorted = new TreeMap<>();
    map.properties().forEach(member -> sorted.put(member.getKey(), text(member.getValue())));
    List<String> members = new ArrayList<>();
    sorted.forEach((key, value) -> members.add(quoted(key) + ":" + quoted(value)));
    return "map[string]string{" + String.join(", ", members) + "}";
  }

  private static String text(JsonNode value) {
    return value.isNull() ? "" : value.asText("");
  }

  private static String quoted(String text) {
    return TextNode.valueOf(text).toString();
  }
}
