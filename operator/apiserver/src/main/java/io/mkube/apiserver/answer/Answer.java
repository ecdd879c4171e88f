package io.mkube.apiserver.answer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.cache.CachedObject;
import io.mkube.apiserver.resource.ServedResource;
import java.util.List;
import java.util.OptionalLong;

/** What a verb answers, before anybody knows in which form. */
public sealed interface Answer {
  /**
   * A stored object.
   *
   * @param status HTTP status
   * @param resource its resource
   * @param object the object
   */
  record One(int status, ServedResource resource, CachedObject object) implements Answer {}

  /**
   * An object that is not stored like this, such as the outcome of a dry run.
   *
   * @param status HTTP status
   * @param resource its resource
   * @param object the object in the resource's version
   */
  record Computed(int status, ServedResource resource, ObjectNode object) implements Answer {}

  /**
   * A list.
   *
   * @param resource its resource
   * @param revision revision of the list
   * @param items objects
   * @param continueToken token of the next page, {@code ""} on the last one
   * @param remaining number of objects behind the page, if known
   */
  record Many(
      ServedResource resource,
      long revision,
      List<CachedObject> items,
      String continueToken,
      OptionalLong remaining)
      implements Answer {
    public Many {
      items = List.copyOf(items);
    }
  }

  /**
   * A document that has only its own form, such as a Status or a review.
   *
   * @param status HTTP status
   * @param body the document
   */
  record Document(int status, ObjectNode body) implements Answer {
    /** Whether it is a part of an object that tables can show. */
    boolean isScale() {
      return body.path("kind").asText().equals("Scale");
    }
  }
}
