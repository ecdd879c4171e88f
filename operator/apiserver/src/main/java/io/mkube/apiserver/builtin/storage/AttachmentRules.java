package io.mkube.apiserver.builtin.storage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.error.FieldError;
import io.mkube.apiserver.rules.Findings;
import io.mkube.apiserver.rules.StatusKindRules;
import java.util.List;

/** Wishes to attach a volume to a node. */
final class AttachmentRules implements StatusKindRules {
  @Override
  public List<String> metadataKeptByStatus() {
    return METADATA;
  }

  @Override
  public boolean allowsUnconditionalUpdate() {
    return false;
  }

  @Override
  public boolean showsRemoved() {
    return true;
  }

  @Override
  public void prepareForCreate(ObjectNode object) {
    object.putObject("status").put("attached", false);
  }

  @Override
  public List<FieldError> validateCreate(ObjectNode object) {
    Findings findings = new Findings();
    JsonNode spec = object.path("spec");
    findings.requiredText("spec.attacher", spec.path("attacher"));
    findings.requiredText("spec.nodeName", spec.path("nodeName"));
    JsonNode source = spec.path("source");
    boolean named = source.has("persistentVolumeName");
    boolean inline = source.has("inlineVolumeSpec");
    if (!named && !inline) {
      findings.required(
          "spec.source", "must specify exactly one of inlineVolumeSpec and persistentVolumeName");
    } else if (named && inline) {
      findings.forbidden(
          "spec.source", "must specify exactly one of inlineVolumeSpec and persistentVolumeName");
    }
    return findings.list();
  }

  @Override
  public List<FieldError> validateUpdate(ObjectNode object, ObjectNode old) {
    Findings findings = new Findings();
    findings.immutable("spec", object.path("spec"), old.path("spec"));
    return findings.list();
  }
}
