package io.mkube.apiserver.verb;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.cache.CachedObject;
import io.mkube.apiserver.catalog.ResourceType;
import io.mkube.apiserver.error.ApiException;
import io.mkube.apiserver.request.ListOptions;
import io.mkube.apiserver.resource.ServedResource;
import io.mkube.apiserver.selector.FieldSelector;
import io.mkube.apiserver.selector.LabelSelector;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Which objects of a resource a list or watch is about. Immutable.
 *
 * @param namespace namespace, {@code ""} for all
 * @param labels label selector
 * @param fields field selector
 * @param readers readers of the fields in the selector
 */
public record Selection(
    String namespace,
    LabelSelector labels,
    FieldSelector fields,
    Map<String, Function<ObjectNode, String>> readers)
    implements Predicate<CachedObject> {
  public Selection {
    readers = Map.copyOf(readers);
  }

  /**
   * The selection that options make.
   *
   * @throws ApiException with 400 if a field cannot be selected by
   */
  public static Selection of(ServedResource resource, String namespace, ListOptions options) {
    Map<String, Function<ObjectNode, String>> readers = new HashMap<>();
    for (FieldSelector.Term term : options.fields().terms()) {
      Function<ObjectNode, String> reader = resource.fieldReader(term.field());
      if (reader == null) {
        throw unknown(resource, term.field());
      }
      readers.put(term.field(), reader);
    }
    // All objects of a cluster-wide resource are in the namespace "".
    return new Selection(
        resource.namespaced() ? namespace : "", options.labels(), options.fields(), readers);
  }

  /** Built-in kinds that can be selected by nothing else name what they can be selected by. */
  private static ApiException unknown(ServedResource resource, String field) {
    boolean plain =
        resource.type().origin() == ResourceType.Origin.BUILT_IN
            && resource.rules().fieldSelectors().isEmpty();
    return ApiException.badRequest(
        plain
            ? "\""
                + field
                + "\" is not a known field selector: only \"metadata.name\","
                + " \"metadata.namespace\""
            : "field label not supported: " + field);
  }

  /** Whether nothing but the namespace selects. */
  public boolean selectsAll() {
    return labels.isEmpty() && fields.isEmpty();
  }

  /** The same for objects that are known to be in its namespace. */
  public Predicate<CachedObject> withinNamespace() {
    return selectsAll() ? object -> true : this;
  }

  @Override
  public boolean test(CachedObject object) {
    return (namespace.isEmpty() || namespace.equals(object.namespace()))
        && (selectsAll() || matches(object));
  }

  private boolean matches(CachedObject object) {
    return labels.matches(object.labels()) && fields.matches(field -> value(object, field));
  }

  private String value(CachedObject object, String field) {
    Function<ObjectNode, String> reader = readers.get(field);
    return reader == null ? "" : object.field(field, reader);
  }
}
