package io.mkube.apiserver.cel.validation;

import io.mkube.apiserver.cel.ValueType;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A node of a schema that has rules or is above one that has. Immutable.
 *
 * @param path where it is in the schema, such as {@code properties[spec]}
 * @param jsonType its type in the schema, for messages
 * @param type what rules see
 * @param rules rules of this node, may be empty
 * @param strangeMap whether it is not known how an object compares with the one before
 * @param cardinality how many such values an object can have at most, null if there is no limit
 * @param children what is below
 */
public record RuleNode(
    String path,
    String jsonType,
    ValueType type,
    List<ValidationRule> rules,
    boolean strangeMap,
    @Nullable Long cardinality,
    Children children) {
  /**
   * Nodes below another.
   *
   * @param properties fields by name
   * @param additional any other field
   * @param items elements of a list
   * @param allOf further rules of the same value
   */
  public record Children(
      Map<String, RuleNode> properties,
      @Nullable RuleNode additional,
      @Nullable RuleNode items,
      List<RuleNode> allOf) {
    /** Whether there is none. */
    public boolean isEmpty() {
      return properties.isEmpty() && additional == null && items == null && allOf.isEmpty();
    }
  }
}
