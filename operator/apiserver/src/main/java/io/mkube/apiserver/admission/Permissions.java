package io.mkube.apiserver.admission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.authn.User;
import io.mkube.apiserver.resource.ServedResource;
import org.jspecify.annotations.Nullable;

/** What a writer must be permitted beside the request itself. Implementations are thread-safe. */
public interface Permissions {
  /**
   * Called when an update or an apply is about to create the object.
   *
   * @throws io.mkube.apiserver.error.ApiException with 403 if the user may not create it
   */
  void requireCreate(User user, ServedResource resource, String namespace, String name);

  /**
   * Called before an object is stored.
   *
   * @param object the complete object
   * @param old the stored object, null on a create
   * @throws io.mkube.apiserver.error.ApiException with 403 if the object gives somebody a
   *     permission that the user does not have
   */
  void requireHeld(User user, ServedResource resource, ObjectNode object, @Nullable ObjectNode old);
}
