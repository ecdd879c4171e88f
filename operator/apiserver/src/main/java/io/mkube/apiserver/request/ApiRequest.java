package io.mkube.apiserver.request;

import io.mkube.apiserver.error.ApiException;
import io.mkube.apiserver.error.Failure;
import io.mkube.apiserver.selector.FieldSelector;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What a client asks of a resource. */
public sealed interface ApiRequest {
  /** The resource or object. */
  ResourcePath target();

  /** The verb as discovery and access rules name it. */
  String verb();

  /** Subresources that are connections to a container rather than requests. */
  Set<String> CONNECTIONS = Set.of("log", "exec", "attach", "portforward", "proxy");

  /** Whether it goes on until somebody ends it, such as a watch. */
  default boolean longRunning() {
    return this instanceof Watch || CONNECTIONS.contains(target().subresource());
  }

  /** Whether it leaves everything as it is. */
  default boolean readOnly() {
    return this instanceof Get || this instanceof Listing || this instanceof Watch;
  }

  /**
   * One object.
   *
   * @param target the object
   * @param revision oldest acceptable revision, {@link ListOptions#NO_REVISION} for the latest
   */
  record Get(ResourcePath target, long revision) implements ApiRequest {
    @Override
    public String verb() {
      return "get";
    }
  }

  /**
   * A collection.
   *
   * @param target the collection
   * @param options options
   */
  record Listing(ResourcePath target, ListOptions options) implements ApiRequest {
    @Override
    public String verb() {
      return "list";
    }
  }

  /**
   * The changes of a collection.
   *
   * @param target the collection
   * @param options options
   */
  record Watch(ResourcePath target, ListOptions options) implements ApiRequest {
    @Override
    public String verb() {
      return "watch";
    }
  }

  /**
   * A new object.
   *
   * @param target the collection or a subresource
   * @param options options
   */
  record Create(ResourcePath target, WriteOptions options) implements ApiRequest {
    @Override
    public String verb() {
      return "create";
    }
  }

  /**
   * A whole object in place of another.
   *
   * @param target the object
   * @param options options
   */
  record Update(ResourcePath target, WriteOptions options) implements ApiRequest {
    @Override
    public String verb() {
      return "update";
    }
  }

  /**
   * A change of an object.
   *
   * @param target the object
   * @param options options
   */
  record Patch(ResourcePath target, WriteOptions options) implements ApiRequest {
    @Override
    public String verb() {
      return "patch";
    }
  }

  /**
   * The removal of one object.
   *
   * @param target the object
   * @param query options, completed by the body
   */
  record Delete(ResourcePath target, Query query) implements ApiRequest {
    @Override
    public String verb() {
      return "delete";
    }
  }

  /**
   * The removal of a selection of objects.
   *
   * @param target the collection
   * @param options the selection
   * @param query options of the deletes, completed by the body
   */
  record DeleteCollection(ResourcePath target, ListOptions options, Query query)
      implements ApiRequest {
    @Override
    public String verb() {
      return "deletecollection";
    }
  }

  /**
   * Reads a request.
   *
   * @param userAgent {@code User-Agent} of the client, {@code ""} for none
   * @throws ApiException with 400, 405 or 422
   */
  static ApiRequest parse(String method, ResourcePath target, Query query, String userAgent) {
    return switch (method) {
      case "GET" -> read(target, query);
      case "POST" -> new Create(target, WriteOptions.parse("CreateOptions", query, userAgent));
      case "PUT" -> new Update(target, WriteOptions.parse("UpdateOptions", query, userAgent));
      case "PATCH" -> new Patch(target, WriteOptions.parse("PatchOptions", query, userAgent));
      case "DELETE" ->
          target.name().isEmpty()
              ? new DeleteCollection(target, ListOptions.list(query), query)
              : new Delete(target, query);
      default -> throw new ApiException(new Failure.MethodNotAllowed());
    };
  }

  private static ApiRequest read(ResourcePath target, Query query) {
    boolean watch =
        target.watchPrefix() || (target.name().isEmpty() && query.flag("watch").orElse(false));
    if (!target.subresource().isEmpty()) {
      return new Get(target, ListOptions.NO_REVISION);
    }
    if (watch) {
      return watch(target, ListOptions.watch(query));
    }
    if (!target.name().isEmpty()) {
      return new Get(target, ListOptions.revision(query.text("resourceVersion")));
    }
    return new Listing(target, ListOptions.list(query));
  }

  /** A watch of one named object is a watch of the collection with a field selector. */
  private static Watch watch(ResourcePath target, ListOptions options) {
    if (target.name().isEmpty()) {
      return new Watch(target, options);
    }
    List<FieldSelector.Term> terms = new ArrayList<>(options.fields().terms());
    terms.add(new FieldSelector.Term("metadata.name", target.name(), false));
    ResourcePath collection =
        new ResourcePath(
            target.group(),
            target.version(),
            target.namespace(),
            target.resource(),
            "",
            "",
            target.watchPrefix());
    return new Watch(
        collection,
        new ListOptions(
            options.labels(),
            new FieldSelector(terms),
            options.revision(),
            options.match(),
            options.limit(),
            options.continuation(),
            options.bookmarks(),
            options.initialEvents(),
            options.timeout()));
  }
}
