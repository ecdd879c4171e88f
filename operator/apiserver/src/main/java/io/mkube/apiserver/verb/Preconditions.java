package io.mkube.apiserver.verb;

import io.mkube.apiserver.cache.CachedObject;
import io.mkube.apiserver.error.ApiException;
import io.mkube.apiserver.error.Failure;
import io.mkube.apiserver.object.ObjectMetadata;
import io.mkube.apiserver.resource.ServedResource;

/** What a client wants to be true of an object before it is changed. */
final class Preconditions {
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
      throw ApiException.conflict(
          resource.reference(before.name()),
          "Precondition failed: UID in precondition: "
              + metadata.uid()
              + ", UID in object meta: "
              + before.uid());
    }
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
