package io.mkube.apiserver.schema;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.catalog.GroupVersionKind;
import io.mkube.apiserver.cel.ValueType;
import io.mkube.apiserver.error.FieldError;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the objects of one kind and version may contain. Implementations are immutable and safe for
 * concurrent use; methods that take an object change only that object.
 *
 * <p>A write passes through {@link #typeMismatch} (400), {@link #prune}, {@link #applyDefaults} and
 * {@link #validate} (422), in this order.
 */
public sealed interface ObjectSchema permits BuiltInSchema, StructuralSchema {

  /**
   * The schema of a built-in kind.
   *
   * @throws IllegalArgumentException for a kind that is not built in
   */
  static ObjectSchema ofBuiltIn(GroupVersionKind kind) {
    return BuiltInSchema.of(kind);
  }

  /**
   * Reads {@code spec.versions[*].schema.openAPIV3Schema} of a custom resource definition.
   *
   * @throws SchemaException when the schema is not structural or has bad rules
   */
  static ObjectSchema ofCustomResource(ObjectNode openApiV3Schema) throws SchemaException {
    return StructuralSchema.parse(openApiV3Schema);
  }

  /** Reads the schema of a definition that was accepted, without checking it again. */
  static ObjectSchema ofAcceptedResource(ObjectNode openApiV3Schema) {
    return StructuralSchema.ofAccepted(openApiV3Schema);
  }

  /**
   * Says what a strictly typed decoder would say of a JSON value of a wrong type: {@code Deployment
   * in version "v1" cannot be handled as a Deployment: json: cannot unmarshal string into Go struct
   * field DeploymentSpec.spec.replicas of type int32}. The request is then answered with 400. Of
   * custom resources only the metadata is strictly typed; other type errors are findings of {@link
   * #validate}.
   */
  Optional<String> typeMismatch(ObjectNode object);

  /**
   * As {@link #typeMismatch}, of the outcome of a strategic patch: {@code unrecognized type:
   * int32}. Custom resources have no such patches.
   */
  default Optional<String> conversionMismatch(ObjectNode object) {
    return typeMismatch(object);
  }

  /**
   * Removes the fields that the schema does not know, in {@code object} itself.
   *
   * @return paths of what was removed, such as {@code spec.containers[0].foo}, in document order
   */
  List<String> prune(ObjectNode object);

  /** Fills the schema's defaults into {@code object} itself. Safe to repeat. */
  void applyDefaults(ObjectNode object);

  /**
   * Checks types, values and list types. Unchanged parts of {@code old} that are invalid already
   * are tolerated.
   *
   * @param old the stored object on an update, {@code null} on a create
   * @return the findings, empty when the object is valid
   */
  List<FieldError> validate(ObjectNode object, @Nullable ObjectNode old);

  /** What expressions can see of objects of a definition's schema; empty if nothing. */
  static Optional<ValueType> typeOf(ObjectNode schema) {
    return RuleTrees.typeOf(SchemaNode.parse(schema));
  }
}
