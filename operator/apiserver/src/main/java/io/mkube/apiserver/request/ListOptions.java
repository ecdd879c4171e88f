package io.mkube.apiserver.request;

import io.mkube.apiserver.error.ApiException;
import io.mkube.apiserver.error.FieldError;
import io.mkube.apiserver.selector.FieldSelector;
import io.mkube.apiserver.selector.LabelSelector;
import java.time.Duration;
import java.util.Optional;

/**
 * Options of lists and watches.
 *
 * @param labels label selector
 * @param fields field selector
 * @param revision resourceVersion, -1 if absent
 * @param match how the revision is meant
 * @param limit page size, 0 for everything
 * @param continuation where the page begins, empty for the first one
 * @param bookmarks whether a watch wants bookmarks
 * @param initialEvents whether a watch begins with the present state, empty if not said
 * @param timeout when a watch ends, empty if not said
 */
public record ListOptions(
    LabelSelector labels,
    FieldSelector fields,
    long revision,
    RevisionMatch match,
    int limit,
    Optional<ContinueToken> continuation,
    boolean bookmarks,
    Optional<Boolean> initialEvents,
    Optional<Duration> timeout) {
  /** Whether a watch begins with what there is and says where that ends, in place of a list. */
  public boolean streamsList() {
    return bookmarks && initialEvents.orElse(false);
  }

  /** No revision was given. */
  public static final long NO_REVISION = -1;

  /** Some decades: more does not fit into nanoseconds. A time that is negative is over at once. */
  private static final long LONGEST_SECONDS = 1L << 30;

  private static final String KIND = "ListOptions";
  private static final String MATCH = "resourceVersionMatch";
  private static final String INITIAL = "sendInitialEvents";

  /** How a list's resourceVersion is meant. */
  public enum RevisionMatch {
    UNSET,
    EXACT,
    NOT_OLDER_THAN
  }

  /** Everything, now. */
  public static ListOptions everything() {
    return list(Query.parse(""));
  }

  /**
   * Options of a list.
   *
   * @throws ApiException with 400 or 422
   */
  public static ListOptions list(Query query) {
    ListOptions options = parse(query);
    if (options.initialEvents.isPresent()) {
      throw forbidden(INITIAL, "sendInitialEvents is forbidden for list");
    }
    if (options.match != RevisionMatch.UNSET) {
      checkMatch(options, !query.text("continue").isEmpty());
    }
    return options;
  }

  /**
   * Options of a watch.
   *
   * @throws ApiException with 400 or 422
   */
  public static ListOptions watch(Query query) {
    ListOptions options = parse(query);
    if (options.initialEvents.isEmpty()) {
      if (options.match != RevisionMatch.UNSET) {
        throw forbidden(
            MATCH,
            "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided");
      }
    } else if (options.match != RevisionMatch.NOT_OLDER_THAN) {
      throw forbidden(
          MATCH, "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan");
    }
    return options;
  }

  public boolean hasRevision() {
    return revision != NO_REVISION;
  }

  private static void checkMatch(ListOptions options, boolean continued) {
    if (continued) {
      throw forbidden(MATCH, "resourceVersionMatch is forbidden with continue");
    }
    if (!options.hasRevision()) {
      throw forbidden(
          MATCH, "resourceVersionMatch is forbidden unless resourceVersion is provided");
    }
    if (options.match == RevisionMatch.EXACT && options.revision == 0) {
      throw forbidden(
          MATCH, "resourceVersionMatch \"Exact\" is forbidden for resourceVersion \"0\"");
    }
  }

  private static ListOptions parse(Query query) {
    // A negative limit is none.
    long limit = Math.max(0, query.number("limit").orElse(0));
    String token = query.text("continue");
    return new ListOptions(
        LabelSelector.parse(query.text("labelSelector")),
        FieldSelector.parse(query.text("fieldSelector")),
        revision(query.text("resourceVersion")),
        match(query.text(MATCH)),
        (int) Math.min(limit, Integer.MAX_VALUE),
        token.isEmpty() ? Optional.empty() : Optional.of(ContinueToken.parse(token)),
        query.flag("allowWatchBookmarks").orElse(false),
        query.flag(INITIAL),
        timeout(query));
  }

  static long revision(String text) {
    if (text.isEmpty()) {
      return NO_REVISION;
    }
    try {
      long revision = GoNumber.parseUnsigned(text);
      return revision < 0 ? Long.MAX_VALUE : revision;
    } catch (NumberFormatException e) {
      throw OptionErrors.invalid(
          KIND,
          FieldError.invalid(
              "resourceVersion", "\"" + text + "\"", String.valueOf(e.getMessage())));
    }
  }

  private static RevisionMatch match(String text) {
    return switch (text) {
      case "" -> RevisionMatch.UNSET;
      case "Exact" -> RevisionMatch.EXACT;
      case "NotOlderThan" -> RevisionMatch.NOT_OLDER_THAN;
      default ->
          throw OptionErrors.invalid(
              KIND,
              FieldError.notSupported(MATCH, "\"" + text + "\"", "\"Exact\", \"NotOlderThan\""));
    };
  }

  private static Optional<Duration> timeout(Query query) {
    long seconds = query.number("timeoutSeconds").orElse(0);
    return seconds == 0
        ? Optional.empty()
        : Optional.of(Duration.ofSeconds(Math.clamp(seconds, 0, LONGEST_SECONDS)));
  }

  private static ApiException forbidden(String field, String detail) {
    return OptionErrors.invalid(KIND, FieldError.forbidden(field, detail));
  }
}
