package io.mkube.apiserver.limits;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.cache.ListScope;
import io.mkube.apiserver.cache.ResourceCache;
import io.mkube.apiserver.cache.WatchCache;
import io.mkube.apiserver.error.ApiException;
import io.mkube.apiserver.object.ObjectMetadata;
import io.mkube.apiserver.resource.ServedResource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the limit ranges of a namespace say about pods and claims. Thread-safe. */
public final class LimitRanges {
  private final WatchCache cache;

  public LimitRanges(WatchCache cache) {
    this.cache = cache;
  }

  /** Gives the containers of a new pod the requests and limits that it leaves open. */
  public void complete(ObjectNode pod) {
    for (List<LimitRange> range : ranges(pod)) {
      range.forEach(limit -> limit.complete(pod));
    }
  }

  /**
   * Checks a pod that is new, or a claim.
   *
   * @param old what it replaces, null for a new one
   * @throws ApiException with 403 and everything that is wrong by the first range that is violated
   */
  public void require(ServedResource resource, ObjectNode object, @Nullable ObjectNode old) {
    boolean pod = resource.type().plural().equals("pods") && old == null;
    boolean claim = resource.type().plural().equals("persistentvolumeclaims");
    if (!resource.type().kind().group().isEmpty() || !(pod || claim)) {
      return;
    }
    for (List<LimitRange> range : ranges(object)) {
      LinkedHashSet<String> errors = new LinkedHashSet<>();
      range.forEach(
          limit -> errors.addAll(pod ? limit.checkPod(object) : limit.checkClaim(object)));
      if (!errors.isEmpty()) {
        String text = String.join(", ", errors);
        throw ApiException.forbidden(
            resource.reference(ObjectMetadata.of(object).name()),
            errors.size() == 1 ? text : "[" + text + "]");
      }
    }
  }

  private List<List<LimitRange>> ranges(ObjectNode object) {
    ResourceCache all = cache.of("", "limitranges");
    if (all.size() == 0) {
      return List.of();
    }
    List<List<LimitRange>> ranges = new ArrayList<>();
    all.list(ListScope.all(ObjectMetadata.of(object).namespace()), range -> true)
        .items()
        .forEach(range -> ranges.add(LimitRange.read(range.decode())));
    return ranges;
  }
}
