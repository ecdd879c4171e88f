package io.mkube.crds.bootconfig;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;
import io.mkube.crds.schema.ObservedStatus;

/** What a host receives when it boots. */
@Group("mkube.io")
@Version("v1")
@Kind("BootConfig")
@Plural("bootconfigs")
@Singular("bootconfig")
@ShortNames("bc")
@AdditionalPrinterColumn(name = "Format", jsonPath = ".spec.format")
@AdditionalPrinterColumn(name = "Description", jsonPath = ".spec.description")
@AdditionalPrinterColumn(
    name = "Assigned",
    type = AdditionalPrinterColumn.Type.INTEGER,
    jsonPath = ".status.assignedCount")
@AdditionalPrinterColumn(
    name = "Age",
    type = AdditionalPrinterColumn.Type.DATE,
    jsonPath = ".metadata.creationTimestamp")
public final class BootConfig extends CustomResource<BootConfigSpec, BootConfigStatus> {
  private static final long serialVersionUID = 1;

  /** An empty status, so that readers never meet null. */
  @Override
  protected BootConfigStatus initStatus() {
    return BootConfigStatus.EMPTY;
  }

  @Override
  @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = ObservedStatus.LeftOut.class)
  public BootConfigStatus getStatus() {
    return super.getStatus();
  }
}
