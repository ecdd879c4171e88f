package io.mkube.crds.iscsicdrom;

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

/** An ISO image that is exported to hosts over iSCSI. */
@Group("mkube.io")
@Version("v1")
@Kind("ISCSICdrom")
@Plural("iscsi-cdroms")
@Singular("iscsi-cdrom")
@ShortNames("icd")
@AdditionalPrinterColumn(name = "Phase", jsonPath = ".status.phase")
@AdditionalPrinterColumn(
    name = "ISO Size",
    type = AdditionalPrinterColumn.Type.INTEGER,
    jsonPath = ".status.isoSize")
@AdditionalPrinterColumn(name = "Target IQN", jsonPath = ".status.targetIQN")
@AdditionalPrinterColumn(
    name = "Subscribers",
    type = AdditionalPrinterColumn.Type.INTEGER,
    jsonPath = ".status.subscriberCount")
@AdditionalPrinterColumn(name = "Version", jsonPath = ".spec.version", priority = 1)
@AdditionalPrinterColumn(
    name = "Age",
    type = AdditionalPrinterColumn.Type.DATE,
    jsonPath = ".metadata.creationTimestamp")
public final class IscsiCdrom extends CustomResource<IscsiCdromSpec, IscsiCdromStatus> {
  private static final long serialVersionUID = 1;

  /** An empty status, so that readers never meet null. */
  @Override
  protected IscsiCdromStatus initStatus() {
    return IscsiCdromStatus.EMPTY;
  }

  @Override
  @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = ObservedStatus.LeftOut.class)
  public IscsiCdromStatus getStatus() {
    return super.getStatus();
  }
}
