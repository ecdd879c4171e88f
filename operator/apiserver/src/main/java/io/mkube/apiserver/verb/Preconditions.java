package io.mkube.apiserver.verb;

import io.mkube.apiserver.cache.CachedObject;
import io.mkube.apiserver.catalog.GroupVersionKind;
import io.mkube.apiserver.error.ApiException;
import io.mkube.apiserver.error.Failure;
import io.mkube.apiserver.error.ObjectReference;
import io.mkube.apiserver.object.ObjectMetadata;
import io.mkube.apiserver.request.GoNumber;
import io.mkube.apiserver.resource.ServedResource;
import io.mkube.store.StoreKey;
import java.util.Map;
import java.util.Set;

/** What a client wants to be true of an object before it is changed. */
public final class Preconditions {
  private static final Map<String, String> FIRST_NAMES =
      Map.of(
          "endpoints", "services/endpoints",
          "nodes", "minions",
          "replicationcontrollers", "controllers",
          "services", "services/specs");

  private static final Set<String> WITHOUT_GROUP =
      Set.of(
          "admissionregistration.k8s.io",
          "apps",
          "autoscaling",
          "batch",
          "certificates.k8s.io",
          "coordination.k8s.io",
          "discovery.k8s.io",
          "events.k8s.io",
          "flowcontrol.apiserver.k8s.io",
          "node.k8s.io",
          "policy",
          "rbac.authorization.k8s.io",
          "scheduling.k8s.io",
          "storage.k8s.io");

  private Preconditions() {}

  /**
   * Checks the preconditions of a delete.
   *
   * @throws ApiException with 409
   */
  static void requireDelete(
      ServedResource resource, CachedObject object, String uid, String resourceVersion) {
    if (!uid.isEmpty() && !uid.equals(object.uid())) {
      throw mismatch(
          resource,
          object,
          "the UID in the precondition (%s) does not match the UID in record (%s). The object"
                  .formatted(uid, object.uid())
              + " might have been deleted and then recreated");
    }
    String actual = Long.toString(object.revision());
    if (!resourceVersion.isEmpty() && !resourceVersion.equals(actual)) {
      throw mismatch(
          resource,
          object,
          "the ResourceVersion in the precondition (%s) does not match the ResourceVersion in"
                  .formatted(resourceVersion)
              + " record (%s). The object might have been modified".formatted(actual));
    }
  }

  /**
   * Checks the resourceVersion that a changed object carries; zero stands for none where an update
   * needs none.
   *
   * @throws ApiException with 409, or with 400 if it is no number
   */
  static void requireRevision(
      ServedResource resource, CachedObject object, String resourceVersion) {
    if (resourceVersion.isEmpty()) {
      return;
    }
    long expected = parse(resourceVersion);
    boolean unconditional = expected == 0 && resource.rules().allowsUnconditionalUpdate();
    if (!unconditional && expected != object.revision()) {
      throw ApiException.conflict(resource.reference(object.name()), Failure.Conflict.MODIFIED);
    }
  }

  /**
   * A resourceVersion as the number that it is.
   *
   * @throws ApiException with 400
   */
  static long parse(String resourceVersion) {
    try {
      return GoNumber.parseUnsigned(resourceVersion);
    } catch (NumberFormatException e) {
      throw ApiException.badRequest(String.valueOf(e.getMessage()));
    }
  }

  /**
   * Checks the uid that the object of a PUT carries.
   *
   * @throws ApiException with 409
   */
  static void requireUid(ServedResource resource, ObjectMetadata metadata, ObjectMetadata before) {
    if (!metadata.uid().isEmpty() && !metadata.uid().equals(before.uid())) {
      throw otherUid(
          resource.key(before.namespace(), before.name()),
          resource.reference(before.name()),
          metadata.uid(),
          before.uid());
    }
  }

  /**
   * The refusal to change another object than the one that is meant; the text is that of the
   * storage below kube-apiserver, which it shows to clients.
   *
   * @param actual uid of the object that is there, {@code ""} if there is none
   */
  public static ApiException otherUid(
      StoreKey key, ObjectReference object, String expected, String actual) {
    return invalidObject(key, object, "UID", expected, actual);
  }

  /** The same for an object that was changed since, where only the storage is asked. */
  public static ApiException otherRevision(
      StoreKey key, ObjectReference object, String expected, String actual) {
    return invalidObject(key, object, "ResourceVersion", expected, actual);
  }

  private static ApiException invalidObject(
      StoreKey key, ObjectReference object, String field, String expected, String actual) {
    String namespace = key.namespace().isEmpty() ? "" : key.namespace() + "/";
    return ApiException.conflict(
        object,
        "StorageError: invalid object, Code: 4, Key: /registry/%s/%s%s, ResourceVersion: 0,"
                .formatted(shelf(key), namespace, key.name())
            + " AdditionalErrorMsg: Precondition failed: %s in precondition: %s, %s in object"
                .formatted(field, expected, field)
            + " meta: "
            + actual);
  }

  /** Where kube-apiserver keeps a resource: under its first name, and few under their group. */
  private static String shelf(StoreKey key) {
    String resource = key.resource();
    return switch (key.group()) {
      case "" -> FIRST_NAMES.getOrDefault(resource, resource);
      case "networking.k8s.io" -> resource.equals("ingresses") ? "ingress" : resource;
      default -> WITHOUT_GROUP.contains(key.group()) ? resource : key.group() + "/" + resource;
    };
  }

  /** Kubernetes names the kind here and not the resource. */
  private static ApiException mismatch(
      ServedResource resource, CachedObject object, String detail) {
    GroupVersionKind kind = resource.type().kind();
    return ApiException.conflict(
        new ObjectReference(kind.group(), kind.kind(), object.name()), detail);
  }
}
