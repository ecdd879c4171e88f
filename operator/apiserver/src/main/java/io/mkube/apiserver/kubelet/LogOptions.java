package io.mkube.apiserver.kubelet;

import io.mkube.apiserver.error.ApiException;
import io.mkube.apiserver.error.Failure;
import io.mkube.apiserver.error.FieldError;
import io.mkube.apiserver.request.Query;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/**
 * Options of a log, checked and ready for a kubelet's URL.
 *
 * @param query what follows the question mark, may be {@code ""}
 * @param follow whether the log goes on
 */
record LogOptions(String query, boolean follow) {
  private static final List<String> PASSED =
      List.of(
          "follow",
          "previous",
          "timestamps",
          "tailLines",
          "limitBytes",
          "sinceSeconds",
          "sinceTime");

  /**
   * Reads and checks.
   *
   * @throws ApiException with 400 or 422
   */
  static LogOptions parse(String pod, Query query) {
    List<FieldError> errors = new ArrayList<>();
    atLeast(query, "tailLines", 0, "must be greater than or equal to 0", errors);
    atLeast(query, "limitBytes", 1, "must be greater than 0", errors);
    atLeast(query, "sinceSeconds", 1, "must be greater than 0", errors);
    if (!query.text("sinceSeconds").isEmpty() && !query.text("sinceTime").isEmpty()) {
      errors.add(
          FieldError.forbidden(
              "", "at most one of `sinceTime` or `sinceSeconds` may be specified"));
    }
    if (!errors.isEmpty()) {
      throw new ApiException(new Failure.Invalid("", "PodLogOptions", pod, errors));
    }
    query.flag("previous");
    query.flag("timestamps");
    StringJoiner passed = new StringJoiner("&");
    for (String name : PASSED) {
      if (!query.text(name).isEmpty()) {
        passed.add(name + "=" + URLEncoder.encode(query.text(name), StandardCharsets.UTF_8));
      }
    }
    return new LogOptions(passed.toString(), query.flag("follow").orElse(false));
  }

  private static void atLeast(
      Query query, String name, long least, String text, List<FieldError> errors) {
    query
        .number(name)
        .ifPresent(
            value -> {
              if (value < least) {
                errors.add(FieldError.invalid(name, Long.toString(value), text));
              }
            });
  }
}
