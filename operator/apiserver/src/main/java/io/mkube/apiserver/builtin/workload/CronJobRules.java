package io.mkube.apiserver.builtin.workload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.error.FieldError;
import io.mkube.apiserver.rules.Findings;
import io.mkube.apiserver.rules.GoText;
import io.mkube.apiserver.rules.Trees;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;

/** Cron jobs. */
final class CronJobRules implements PodMakerRules {
  /** The controller appends eleven characters to make the names of jobs. */
  private static final int MAX_NAME = 52;

  private static final int SUCCESSFUL_KEPT = 3;

  @Override
  public String template() {
    return "spec.jobTemplate.spec.template";
  }

  @Override
  public boolean tracksGeneration() {
    return true;
  }

  @Override
  public void applyDefaults(ObjectNode object) {
    ObjectNode spec = Trees.child(object, "spec");
    Trees.defaultText(spec, "concurrencyPolicy", "Allow");
    Trees.defaultFlag(spec, "suspend", false);
    Trees.defaultNumber(spec, "successfulJobsHistoryLimit", SUCCESSFUL_KEPT);
    Trees.defaultNumber(spec, "failedJobsHistoryLimit", 1);
    Templates.applyDefaults(Trees.child(Trees.child(spec, "jobTemplate"), "spec"));
  }

  @Override
  public List<FieldError> validateCreate(ObjectNode object) {
    Findings findings = new Findings();
    String name = Trees.text(object, "metadata", "name");
    if (name.length() > MAX_NAME) {
      findings.invalidText(
          "metadata.name", name, "must be no more than " + MAX_NAME + " characters");
    }
    check(object.path("spec"), findings);
    return findings.list();
  }

  @Override
  public List<FieldError> validateUpdate(ObjectNode object, ObjectNode old) {
    Findings findings = new Findings();
    check(object.path("spec"), findings);
    return findings.list();
  }

  private static void check(JsonNode spec, Findings findings) {
    JsonNode schedule = spec.path("schedule");
    if (findings.requiredText("spec.schedule", schedule)) {
      CronSchedule.fault(schedule.asText())
          .ifPresent(fault -> findings.invalid("spec.schedule", schedule, fault));
    }
    findings.notNegative("spec.startingDeadlineSeconds", spec.path("startingDeadlineSeconds"));
    checkTimeZone(spec.path("timeZone"), findings);
    findings.requiredOneOf(
        "spec.concurrencyPolicy",
        spec.path("concurrencyPolicy"),
        List.of("Allow", "Forbid", "Replace"));
    JsonNode job = spec.path("jobTemplate").path("spec");
    if (job.has("selector")) {
      findings.invalidAs(
          "spec.jobTemplate.spec.selector",
          GoText.selector(job.path("selector")),
          "`selector` will be auto-generated");
    }
    if (job.path("manualSelector").asBoolean()) {
      findings
          .sink()
          .add(
              FieldError.notSupported(
                  "spec.jobTemplate.spec.manualSelector", "true", "\"nil\", \"false\""));
    }
    JobRules.check(job, "spec.jobTemplate.spec", findings);
    for (String field : List.of("successfulJobsHistoryLimit", "failedJobsHistoryLimit")) {
      findings.notNegative("spec." + field, spec.path(field));
    }
  }

  private static void checkTimeZone(JsonNode zone, Findings findings) {
    if (zone.isMissingNode()) {
      return;
    }
    if (zone.asText().isEmpty()) {
      findings.invalid("spec.timeZone", zone, "timeZone must be nil or non-empty string");
      return;
    }
    if (zone.asText().equalsIgnoreCase("Local")) {
      findings.invalid(
          "spec.timeZone",
          zone,
          "timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones");
      return;
    }
    try {
      if (!ZoneId.getAvailableZoneIds().contains(ZoneId.of(zone.asText()).getId())) {
        findings.invalid("spec.timeZone", zone, "unknown time zone " + zone.asText());
      }
    } catch (DateTimeException e) {
      findings.invalid("spec.timeZone", zone, "unknown time zone " + zone.asText());
    }
  }
}
