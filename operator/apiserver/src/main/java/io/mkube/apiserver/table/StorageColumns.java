package io.mkube.apiserver.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Columns of volumes, claims and storage classes. */
final class StorageColumns {
  private static final String DEFAULT_CLASS = "storageclass.kubernetes.io/is-default-class";

  private static final String DEFAULT_CLASS_BEFORE =
      "storageclass.beta.kubernetes.io/is-default-class";

  /** Names the class of volumes and claims instead of their field. */
  private static final String CLASS = "volume.beta.kubernetes.io/storage-class";

  static final List<Column> CLAIM =
      List.of(
          Column.NAME,
          Column.string("Status", StorageColumns::phase),
          Column.string("Volume", claim -> text(claim, "spec", "volumeName")),
          Column.string("Capacity", claim -> bound(claim) ? capacity(claim.path("status")) : ""),
          Column.string(
              "Access Modes",
              claim ->
                  bound(claim) ? Texts.accessModes(claim.path("status").path("accessModes")) : ""),
          Column.string("StorageClass", StorageColumns::storageClass),
          Column.string(
              "VolumeAttributesClass",
              claim -> Texts.or(text(claim, "spec", "volumeAttributesClassName"), Texts.UNSET)),
          Column.AGE,
          Column.string(
                  "VolumeMode", claim -> Texts.or(text(claim, "spec", "volumeMode"), Texts.UNSET))
              .wide());

  static final List<Column> VOLUME =
      List.of(
          Column.NAME,
          Column.string("Capacity", volume -> capacity(volume.path("spec"))),
          Column.string(
              "Access Modes", volume -> Texts.accessModes(volume.path("spec").path("accessModes"))),
          Column.string(
              "Reclaim Policy", volume -> text(volume, "spec", "persistentVolumeReclaimPolicy")),
          Column.string("Status", StorageColumns::phase),
          Column.string("Claim", StorageColumns::claim),
          Column.string("StorageClass", StorageColumns::storageClass),
          Column.string(
              "VolumeAttributesClass",
              volume -> Texts.or(text(volume, "spec", "volumeAttributesClassName"), Texts.UNSET)),
          Column.string("Reason", volume -> text(volume, "status", "reason")),
          Column.AGE,
          Column.string(
                  "VolumeMode", volume -> Texts.or(text(volume, "spec", "volumeMode"), Texts.UNSET))
              .wide());

  static final List<Column> STORAGE_CLASS =
      List.of(
          new Column(Column.NAME.definition(), (object, now) -> Column.text(className(object))),
          Column.string("Provisioner", object -> object.path("provisioner").asText()),
          Column.string("ReclaimPolicy", object -> object.path("reclaimPolicy").asText("Delete")),
          Column.string(
              "VolumeBindingMode", object -> object.path("volumeBindingMode").asText("Immediate")),
          new Column(
              new ColumnDefinition("AllowVolumeExpansion", "string", "", "AllowVolumeExpansion", 0),
              (object, now) ->
                  JsonNodeFactory.instance.booleanNode(
                      object.path("allowVolumeExpansion").asBoolean())),
          Column.AGE);

  private StorageColumns() {}

  private static String phase(ObjectNode object) {
    return object.path("metadata").has("deletionTimestamp")
        ? "Terminating"
        : text(object, "status", "phase");
  }

  private static boolean bound(ObjectNode claim) {
    return !text(claim, "spec", "volumeName").isEmpty();
  }

  private static String capacity(JsonNode part) {
    return part.path("capacity").path("storage").asText("0");
  }

  private static String storageClass(ObjectNode object) {
    JsonNode annotation = object.path("metadata").path("annotations").path(CLASS);
    return annotation.isTextual() ? annotation.asText() : text(object, "spec", "storageClassName");
  }

  private static String claim(ObjectNode volume) {
    JsonNode reference = volume.path("spec").path("claimRef");
    return reference.isObject()
        ? reference.path("namespace").asText() + "/" + reference.path("name").asText()
        : "";
  }

  private static String className(ObjectNode object) {
    String name = object.path("metadata").path("name").asText();
    JsonNode annotations = object.path("metadata").path("annotations");
    boolean standard =
        annotations.path(DEFAULT_CLASS).asText().equals("true")
            || annotations.path(DEFAULT_CLASS_BEFORE).asText().equals("true");
    return standard ? name + " (default)" : name;
  }

  private static String text(ObjectNode object, String part, String field) {
    return object.path(part).path(field).asText();
  }
}
