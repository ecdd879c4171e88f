package io.mkube.apiserver.builtin.storage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.error.FieldError;
import io.mkube.apiserver.rules.Findings;
import io.mkube.apiserver.rules.StatusKindRules;
import io.mkube.apiserver.rules.VolumePaths;
import io.mkube.apiserver.schema.NameRule;
import java.util.List;

/** Wishes to attach a volume to a node. */
final class AttachmentRules implements StatusKindRules {
  private static final int LONGEST_MESSAGE = 1024;

  /** Kubernetes names this limit, that of the metadata, also where a message is too long. */
  private static final int MOST_METADATA = 256 * 1024;

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
    check(object, findings);
    JsonNode attacher = object.path("spec").path("attacher");
    if (attacher.asText().isEmpty()) {
      findings.name("spec.attacher", "", NameRule.DNS_SUBDOMAIN);
    } else {
      VolumePaths.checkDriver(attacher, "spec.attacher", findings);
    }
    JsonNode volume = object.path("spec").path("source").path("persistentVolumeName");
    if (!volume.isMissingNode()) {
      findings.name("spec.source.persistentVolumeName", volume.asText(), NameRule.DNS_SUBDOMAIN);
    }
    return findings.list();
  }

  @Override
  public List<FieldError> validateUpdate(ObjectNode object, ObjectNode old) {
    Findings findings = new Findings();
    check(object, findings);
    findings.immutable("spec", object.path("spec"), old.path("spec"));
    return findings.list();
  }

  @Override
  public List<FieldError> validateStatusUpdate(ObjectNode object, ObjectNode old) {
    Findings findings = new Findings();
    checkStatus(object.path("status"), findings);
    return findings.list();
  }

  private static void check(ObjectNode object, Findings findings) {
    JsonNode spec = object.path("spec");
    findings.requiredText("spec.attacher", spec.path("attacher"));
    checkSource(spec.path("source"), findings);
    findings.name("spec.nodeName", spec.path("nodeName").asText(), NameRule.DNS_SUBDOMAIN);
    checkStatus(object.path("status"), findings);
  }

  private static void checkSource(JsonNode source, Findings findings) {
    boolean named = source.has("persistentVolumeName");
    boolean inline = source.has("inlineVolumeSpec");
    String one = "must specify exactly one of inlineVolumeSpec and persistentVolumeName";
    if (!named && !inline) {
      findings.required("spec.source", one);
    } else if (named && inline) {
      findings.forbidden("spec.source", one);
    } else if (inline) {
      checkInline(source.path("inlineVolumeSpec"), "spec.source.inlineVolumeSpec", findings);
    } else if (source.path("persistentVolumeName").asText().isEmpty()) {
      findings.required(
          "spec.source.persistentVolumeName", "must specify non empty persistentVolumeName");
    }
  }

  /** A volume that stands in a pod: only what a CSI driver needs of it. */
  private static void checkInline(JsonNode volume, String at, Findings findings) {
    String elsewhere = "may not be specified in the context of inline volumes";
    if (volume.has("claimRef")) {
      findings.forbidden(at + ".claimRef", elsewhere);
    }
    if (!volume.path("capacity").isEmpty()) {
      findings.forbidden(at + ".capacity", elsewhere);
    }
    if (!volume.has("csi")) {
      findings.required(at + ".csi", "has to be specified in the context of inline volumes");
    }
    StorageChecks.checkRequiredAccess(volume, at, findings);
    String policy = volume.path("persistentVolumeReclaimPolicy").asText();
    if (!policy.isEmpty() && !policy.equals("Retain")) {
      findings.forbidden(
          at + ".persistentVolumeReclaimPolicy",
          "may only be Retain in the context of inline volumes");
    }
    if (volume.has("nodeAffinity")) {
      findings.forbidden(at + ".nodeAffinity", elsewhere);
    }
    VolumeSources.checkOne(volume, at, findings);
    if (!volume.path("storageClassName").asText().isEmpty()) {
      findings.forbidden(at + ".storageClassName", elsewhere);
    }
    if (volume.has("volumeMode") && !volume.path("volumeMode").asText().equals("Filesystem")) {
      findings.forbidden(
          at + ".volumeMode",
          "may not specify volumeMode other than Filesystem in the context of inline volumes");
    }
  }

  private static void checkStatus(JsonNode status, Findings findings) {
    int size = 0;
    for (var entry : status.path("attachmentMetadata").properties()) {
      size += entry.getKey().length() + entry.getValue().asText().length();
    }
    if (size > MOST_METADATA) {
      findings.tooLong("status.attachmentMetadata", MOST_METADATA);
    }
    for (String error : List.of("attachError", "detachError")) {
      if (status.path(error).path("message").asText().length() > LONGEST_MESSAGE) {
        findings.tooLong("status." + error + ".message", MOST_METADATA);
      }
    }
  }
}
