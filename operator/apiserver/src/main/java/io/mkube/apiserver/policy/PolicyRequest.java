package io.mkube.apiserver.policy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.authn.User;
import io.mkube.apiserver.resource.ServedResource;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A write that policies judge.
 *
 * @param user who asks
 * @param resource what is written
 * @param subresource part that is written, {@code ""} for the whole
 * @param namespace namespace, {@code ""} for cluster-wide objects
 * @param name name
 * @param operation what is done
 * @param object the object as it would be stored, null for a deletion
 * @param old the object as it is, null for a creation
 * @param dryRun whether nothing is stored
 * @param warnings takes texts for {@code Warning} headers
 */
public record PolicyRequest(
    User user,
    ServedResource resource,
    String subresource,
    String namespace,
    String name,
    Operation operation,
    @Nullable ObjectNode object,
    @Nullable ObjectNode old,
    boolean dryRun,
    Consumer<String> warnings) {
  /**
   * The same write as that of a part which has a form of its own, such as a {@code Scale}.
   *
   * @param part the subresource
   * @param form gives the part of an object
   */
  public PolicyRequest ofPart(String part, UnaryOperator<ObjectNode> form) {
    return new PolicyRequest(
        user,
        resource,
        part,
        namespace,
        name,
        operation,
        object == null ? null : form.apply(object),
        old == null ? null : form.apply(old),
        dryRun,
        warnings);
  }

  /** What is done. */
  public enum Operation {
    CREATE,
    UPDATE,
    DELETE
  }
}
