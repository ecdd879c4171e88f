package io.mkube.apiserver.verb;

import io.mkube.apiserver.cache.CachedObject;
import io.mkube.apiserver.error.ApiException;
import io.mkube.apiserver.error.Failure;
import io.mkube.apiserver.error.ObjectReference;
import io.mkube.apiserver.object.ObjectMetadata;
import io.mkube.apiserver.resource.ServedResource;
import io.mkube.store.StoreKey;

/** What a client wants to be true of an object before it is changed. */
public final class Preconditions {
  private Preconditions() {}

  /**
   * Checks the preconditions of a delete.
   *
   * @throws ApiException with 409
   */
  static void requireDelete(
      ServedResource resource, CachedObject object, String uid, String resourceVersion) {
    if (!uid.isEmpty() && !uid.equals(object.uid())) {
      throw mismatch(resource, object, "UID", uid, object.uid());
    }
    String actual = Long.toString(object.revision());
    if (!resourceVersion.isEmpty() && !resourceVersion.equals(actual)) {
      throw mismatch(resource, object, "ResourceVersion", resourceVersion, actual);
    }
  }

  /**
   * Checks the resourceVersion that a changed object carries.
   *
   * @throws ApiException with 409
   */
  static void requireRevision(
      ServedResource resource, CachedObject object, String resourceVersion) {
    if (!resourceVersion.isEmpty() && !resourceVersion.equals(Long.toString(object.revision()))) {
      throw ApiException.conflict(resource.reference(object.name()), Failure.Conflict.MODIFIED);
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
    String group = key.group().isEmpty() || object.group().equals("apps") ? "" : key.group() + "/";
    String namespace = key.namespace().isEmpty() ? "" : key.namespace() + "/";
    return ApiException.conflict(
        object,
        "StorageError: invalid object, Code: 4, Key: /registry/%s%s/%s%s, ResourceVersion: 0,"
                .formatted(group, key.resource(), namespace, key.name())
            + " AdditionalErrorMsg: Precondition failed: UID in precondition: %s, UID in object"
                .formatted(expected)
            + " meta: "
            + actual);
  }

  private static ApiException mismatch(
      ServedResource resource, CachedObject object, String what, String expected, String actual) {
    return ApiException.conflict(
        resource.reference(object.name()),
        "the "
            + what
            + " in the precondition ("
            + expected
            + ") does not match the "
            + what
            + " in record ("
            + actual
            + "). The object might have been deleted and then recreated");
  }
}
