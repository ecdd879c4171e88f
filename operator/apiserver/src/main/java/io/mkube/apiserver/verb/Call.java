package io.mkube.apiserver.verb;

import io.mkube.apiserver.authn.User;
import io.mkube.apiserver.error.ApiException;
import io.mkube.apiserver.request.ResourcePath;
import io.mkube.apiserver.resource.ServedResource;
import java.util.function.Consumer;

/**
 * One request on a resource that is served.
 *
 * @param user who asks
 * @param resource the resource
 * @param target what the URL names
 * @param warnings takes texts for {@code Warning} headers
 */
public record Call(
    User user, ServedResource resource, ResourcePath target, Consumer<String> warnings) {
  /** Namespace of the target. */
  public String namespace() {
    return target.namespace();
  }

  /** Name of the target. */
  public String name() {
    return target.name();
  }

  /** The same request on the object itself instead of a subresource. */
  public Call onObject() {
    ResourcePath object =
        new ResourcePath(
            target.group(),
            target.version(),
            target.namespace(),
            target.resource(),
            target.name(),
            "",
            false);
    return new Call(user, resource, object, warnings);
  }

  /**
   * Checks that an object has the name that the URL names.
   *
   * @throws ApiException with 400
   */
  public void requireName(String given) {
    if (given.isEmpty()) {
      throw ApiException.badRequest(
          "the name of the object ("
              + name()
              + " based on URL) was undeterminable: name must be provided");
    }
    if (!given.equals(name())) {
      throw ApiException.badRequest(
          "the name of the object ("
              + given
              + ") does not match the name on the URL ("
              + name()
              + ")");
    }
  }
}
