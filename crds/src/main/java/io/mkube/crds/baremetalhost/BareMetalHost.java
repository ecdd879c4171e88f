package io.mkube.crds.baremetalhost;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;
import io.mkube.crds.schema.ObservedStatus;

/** A machine with power control and network cards. */
@Group("mkube.io")
@Version("v1")
@Kind("BareMetalHost")
@Plural("baremetalhosts")
@Singular("baremetalhost")
@ShortNames("bmh")
@AdditionalPrinterColumn(name = "Status", jsonPath = ".status.phase")
@AdditionalPrinterColumn(
    name = "Power",
    type = AdditionalPrinterColumn.Type.BOOLEAN,
    jsonPath = ".status.poweredOn")
@AdditionalPrinterColumn(name = "Network", jsonPath = ".spec.network")
@AdditionalPrinterColumn(name = "Image", jsonPath = ".spec.image")
@AdditionalPrinterColumn(name = "IP", jsonPath = ".status.ip")
@AdditionalPrinterColumn(name = "MAC", jsonPath = ".spec.bootMACAddress")
@AdditionalPrinterColumn(name = "State", jsonPath = ".status.state", priority = 1)
@AdditionalPrinterColumn(
    name = "IPMI",
    type = AdditionalPrinterColumn.Type.BOOLEAN,
    jsonPath = ".status.ipmiReachable",
    priority = 1)
@AdditionalPrinterColumn(
    name = "Age",
    type = AdditionalPrinterColumn.Type.DATE,
    jsonPath = ".metadata.creationTimestamp")
public final class BareMetalHost extends CustomResource<BareMetalHostSpec, BareMetalHostStatus>
    implements Namespaced {
  private static final long serialVersionUID = 1;

  /** An empty status, so that readers never meet null. */
  @Override
  protected BareMetalHostStatus initStatus() {
    return BareMetalHostStatus.EMPTY;
  }

  @Override
  @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = ObservedStatus.LeftOut.class)
  public BareMetalHostStatus getStatus() {
    return super.getStatus();
  }
}
