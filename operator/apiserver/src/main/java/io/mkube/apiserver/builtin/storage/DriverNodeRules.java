package io.mkube.apiserver.builtin.storage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.error.FieldError;
import io.mkube.apiserver.rules.Findings;
import io.mkube.apiserver.rules.GoText;
import io.mkube.apiserver.rules.KindRules;
import io.mkube.apiserver.rules.Trees;
import io.mkube.apiserver.rules.VolumePaths;
import io.mkube.apiserver.schema.LabelRules;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The storage drivers of a node. */
final class DriverNodeRules implements KindRules {
  private static final int LONGEST_NODE = 192;

  @Override
  public boolean allowsUnconditionalUpdate() {
    return false;
  }

  @Override
  public boolean showsRemoved() {
    return true;
  }

  @Override
  public List<FieldError> validateCreate(ObjectNode object) {
    Findings findings = new Findings();
    List<ObjectNode> drivers = Trees.objects(object.path("spec"), "drivers");
    Set<String> names = new HashSet<>();
    for (int i = 0; i < drivers.size(); i++) {
      check(drivers.get(i), "spec.drivers[" + i + "]", names, findings);
    }
    return findings.list();
  }

  private static void check(ObjectNode driver, String at, Set<String> names, Findings findings) {
    VolumePaths.checkDriver(driver.path("name"), at + ".name", findings);
    findings.requiredText(at + ".nodeID", driver.path("nodeID"));
    if (driver.path("nodeID").asText().length() > LONGEST_NODE) {
      findings.invalid(
          at + ".nodeID", driver.path("nodeID"), "must be " + LONGEST_NODE + " characters or less");
    }
    findings.notNegative(at + ".allocatable.count", driver.path("allocatable").path("count"));
    String name = driver.path("name").asText();
    if (!names.add(name)) {
      findings.duplicate(at + ".name", name);
    }
    Set<String> keys = new HashSet<>();
    for (JsonNode key : driver.path("topologyKeys")) {
      if (key.asText().isEmpty()) {
        findings.required(at, "");
      }
      if (!keys.add(key.asText())) {
        findings.duplicate(at, key.asText());
      }
      LabelRules.checkKey(key.asText(), at, findings.sink());
    }
  }

  /** Drivers come and go; one that stays is as it was. */
  @Override
  public List<FieldError> validateUpdate(ObjectNode object, ObjectNode old) {
    Findings findings = new Findings();
    findings.sink().addAll(validateCreate(object));
    for (ObjectNode before : Trees.objects(old.path("spec"), "drivers")) {
      for (ObjectNode driver : Trees.objects(object.path("spec"), "drivers")) {
        if (driver.path("name").equals(before.path("name")) && !same(driver, before)) {
          findings.invalidAs("CSINodeDriver", text(driver), "field is immutable");
        }
      }
    }
    return findings.list();
  }

  private static boolean same(ObjectNode driver, ObjectNode before) {
    ObjectNode first = driver.deepCopy();
    ObjectNode second = before.deepCopy();
    for (ObjectNode one : List.of(first, second)) {
      if (one.path("topologyKeys").isEmpty()) {
        one.remove("topologyKeys");
      }
    }
    return first.equals(second);
  }

  private static String text(ObjectNode driver) {
    return "storage.CSINodeDriver{Name:"
        + quoted(driver.path("name"))
        + ", NodeID:"
        + quoted(driver.path("nodeID"))
        + ", TopologyKeys:"
        + GoText.texts(driver.path("topologyKeys"))
        + ", Allocatable:(*storage.VolumeNodeResources)("
        + (driver.has("allocatable") ? "0xc000000000" : "nil")
        + ")}";
  }

  private static String quoted(JsonNode text) {
    return "\"" + text.asText() + "\"";
  }
}
