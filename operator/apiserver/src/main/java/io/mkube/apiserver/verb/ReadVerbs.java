package io.mkube.apiserver.verb;

import io.mkube.apiserver.answer.Answer;
import io.mkube.apiserver.cache.CachedObject;
import io.mkube.apiserver.cache.ListScope;
import io.mkube.apiserver.cache.ResourceCache;
import io.mkube.apiserver.cache.WatchCache;
import io.mkube.apiserver.error.ApiException;
import io.mkube.apiserver.error.Failure;
import io.mkube.apiserver.request.ContinueToken;
import io.mkube.apiserver.request.ListOptions;
import io.mkube.apiserver.resource.ServedResource;
import java.time.Duration;
import java.util.OptionalLong;

/** Get and list. Thread-safe. */
public final class ReadVerbs {
  /** How long a read waits for a revision that does not exist yet. */
  private static final Duration FUTURE = Duration.ofSeconds(3);

  private static final String EXPIRED =
      "The provided continue parameter is too old to display a consistent list result. You can"
          + " start a new list without the continue parameter, or use the continue token in this"
          + " response to retrieve the remainder of the results. Continuing with the provided token"
          + " results in an inconsistent list - objects that were created, modified, or deleted"
          + " between the time the first chunk was returned and now may show up in the list.";

  private final WatchCache cache;

  public ReadVerbs(WatchCache cache) {
    this.cache = cache;
  }

  /**
   * One object.
   *
   * @param revision oldest acceptable revision, {@link ListOptions#NO_REVISION} for the latest
   */
  public CachedObject get(Call call, long revision) {
    await(revision);
    return objects(call.resource())
        .get(call.namespace(), call.name())
        .orElseThrow(() -> ApiException.notFound(call.target().reference()));
  }

  /** A list or a page of it. */
  public Answer.Many list(Call call, ListOptions options) {
    Selection selection = Selection.of(call.resource(), call.namespace(), options);
    ResourceCache.Page page = page(call, options, selection);
    String token = "";
    if (page.more()) {
      CachedObject last = page.items().getLast();
      boolean inconsistent =
          options
              .continuation()
              .filter(from -> from.revision() == ContinueToken.ANY_REVISION)
              .isPresent();
      token =
          new ContinueToken(
                  inconsistent ? ContinueToken.ANY_REVISION : page.revision(),
                  last.namespace(),
                  last.name())
              .encode();
    }
    OptionalLong remaining =
        page.more() && selection.selectsAll()
            ? OptionalLong.of(page.remaining())
            : OptionalLong.empty();
    return new Answer.Many(call.resource(), page.revision(), page.items(), token, remaining);
  }

  /** Waits until the cache has a revision; without one, until it has everything written so far. */
  public void await(long revision) {
    if (revision == ListOptions.NO_REVISION) {
      cache.awaitLatest();
    } else if (!cache.await(revision, FUTURE)) {
      throw new ApiException(new Failure.FutureRevision(revision, cache.revision()));
    }
  }

  private ResourceCache.Page page(Call call, ListOptions options, Selection selection) {
    ResourceCache objects = objects(call.resource());
    if (options.continuation().isPresent()) {
      return continued(objects, options, selection, options.continuation().get());
    }
    await(options.revision());
    ListScope scope = scope(options, selection, null);
    boolean exact =
        options.match() == ListOptions.RevisionMatch.EXACT
            || (options.match() == ListOptions.RevisionMatch.UNSET
                && options.revision() > 0
                && options.limit() > 0);
    return exact
        ? objects.listAt(options.revision(), scope, selection.withinNamespace())
        : objects.list(scope, selection.withinNamespace());
  }

  private ResourceCache.Page continued(
      ResourceCache objects, ListOptions options, Selection selection, ContinueToken token) {
    if (options.revision() > 0) {
      throw ApiException.badRequest(
          "specifying resource version is not allowed when using continue");
    }
    ListScope scope =
        scope(options, selection, new ListScope.Position(token.namespace(), token.name()));
    if (token.revision() == ContinueToken.ANY_REVISION) {
      return objects.list(scope, selection.withinNamespace());
    }
    try {
      await(token.revision());
      return objects.listAt(token.revision(), scope, selection.withinNamespace());
    } catch (ApiException e) {
      if (e.failure() instanceof Failure.Expired) {
        String fresh =
            new ContinueToken(ContinueToken.ANY_REVISION, token.namespace(), token.name()).encode();
        throw new ApiException(new Failure.Expired(EXPIRED, fresh), e);
      }
      throw e;
    }
  }

  private static ListScope scope(
      ListOptions options,
      Selection selection,
      ListScope.@org.jspecify.annotations.Nullable Position after) {
    // A client that takes any state gets the whole list: kube-apiserver ignores the limit as well.
    boolean unlimited =
        options.revision() == 0 && options.match() == ListOptions.RevisionMatch.UNSET;
    return new ListScope(
        selection.namespace(), after, unlimited ? 0 : options.limit(), selection.selectsAll());
  }

  private ResourceCache objects(ServedResource resource) {
    return cache.of(resource.location().group(), resource.location().resource());
  }
}
