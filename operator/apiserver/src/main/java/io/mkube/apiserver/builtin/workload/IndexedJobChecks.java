package io.mkube.apiserver.builtin.workload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.rules.Findings;
import io.mkube.apiserver.rules.Trees;
import java.util.List;

/** What only a Job may say whose pods have indexes: limits for each, and when enough succeeded. */
final class IndexedJobChecks {
  private static final int MOST_INDEXES = 100_000;
  private static final int MOST_OF_MANY = 10_000;
  private static final int MAX_RULES = 20;
  private static final int LONGEST_INDEXES = 64 * 1024;

  private final JsonNode spec;
  private final String path;
  private final Findings findings;

  private IndexedJobChecks(JsonNode spec, String path, Findings findings) {
    this.spec = spec;
    this.path = path;
    this.findings = findings;
  }

  /** Checks an indexed job spec at {@code path}. */
  static void check(JsonNode spec, String path, Findings findings) {
    IndexedJobChecks checks = new IndexedJobChecks(spec, path, findings);
    if (!spec.has("completions")) {
      findings.required(path + ".completions", "when completion mode is Indexed");
    }
    checks.limits();
    if (spec.path("successPolicy").isObject()) {
      checks.successPolicy();
    }
  }

  private void limits() {
    JsonNode parallelism = spec.path("parallelism");
    JsonNode completions = spec.path("completions");
    JsonNode failed = spec.path("maxFailedIndexes");
    atMost("parallelism", MOST_INDEXES, MOST_INDEXES + " when completion mode is Indexed");
    if (completions.isNumber() && failed.asLong() > completions.asLong()) {
      findings.invalid(
          path + ".maxFailedIndexes", failed, "must be less than or equal to completions");
    }
    atMost("maxFailedIndexes", MOST_INDEXES, Integer.toString(MOST_INDEXES));
    if (completions.asLong() > MOST_INDEXES && spec.has("backoffLimitPerIndex")) {
      if (failed.isMissingNode()) {
        findings.required(
            path + ".maxFailedIndexes", "must be specified when completions is above 100000");
      }
      String limit =
          MOST_OF_MANY + " when completions are above 100000 and used with backoff limit per index";
      if (parallelism.isNumber()) {
        atMost("parallelism", MOST_OF_MANY, limit);
      }
      atMost("maxFailedIndexes", MOST_OF_MANY, limit);
    }
  }

  private void atMost(String field, int limit, String words) {
    if (spec.path(field).asLong() > limit) {
      findings.invalid(
          path + "." + field, spec.path(field), "must be less than or equal to " + words);
    }
  }

  private void successPolicy() {
    String at = path + ".successPolicy.rules";
    List<ObjectNode> rules = Trees.objects(spec.path("successPolicy"), "rules");
    if (rules.isEmpty()) {
      findings.required(
          at, "at least one rules must be specified when the successPolicy is specified");
    }
    if (rules.size() > MAX_RULES) {
      findings.tooMany(at, rules.size(), MAX_RULES);
    }
    for (int i = 0; i < rules.size(); i++) {
      successRule(rules.get(i), at + "[" + i + "]");
    }
  }

  private void successRule(ObjectNode rule, String at) {
    JsonNode count = rule.path("succeededCount");
    JsonNode indexes = rule.path("succeededIndexes");
    if (!count.isNumber() && !indexes.isTextual()) {
      findings.required(at, "at least one of succeededCount or succeededIndexes must be specified");
    }
    long completions = spec.path("completions").asLong();
    long total = 0;
    if (indexes.isTextual()) {
      if (indexes.asText().length() > LONGEST_INDEXES) {
        findings.tooLong(at + ".succeededIndexes", LONGEST_INDEXES);
      }
      try {
        total = IndexRanges.count(indexes.asText(), completions);
      } catch (IllegalArgumentException e) {
        findings.invalid(
            at + ".succeededIndexes", indexes, "error parsing succeededIndexes: " + e.getMessage());
      }
    }
    String counted = at + ".succeededCount";
    findings.notNegative(counted, count);
    if (count.asLong() > completions) {
      findings.invalid(
          counted,
          count,
          "must be less than or equal to "
              + completions
              + " (the number of specified completions)");
    }
    if (indexes.isTextual() && count.asLong() > total) {
      findings.invalid(
          counted,
          count,
          "must be less than or equal to "
              + total
              + " (the number of indexes in the specified succeededIndexes field)");
    }
  }
}
