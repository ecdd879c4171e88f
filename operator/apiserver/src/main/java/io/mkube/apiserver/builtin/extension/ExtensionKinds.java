package io.mkube.apiserver.builtin.extension;

import io.mkube.apiserver.builtin.extension.WebhookRules.Phase;
import io.mkube.apiserver.rules.BuiltInKind;
import io.mkube.apiserver.rules.Kinds;
import java.util.List;

/** Admission webhooks and policies, flow control and runtime classes. */
public final class ExtensionKinds {
  private static final String ADMISSION = "admissionregistration.k8s.io";
  private static final String FLOW = "flowcontrol.apiserver.k8s.io";

  private ExtensionKinds() {}

  /** All of them. */
  public static List<BuiltInKind> all() {
    return List.of(
        Kinds.kind(ADMISSION, "MutatingWebhookConfiguration", "mutatingwebhookconfigurations")
            .clusterWide()
            .categories("api-extensions")
            .with(new WebhookRules(Phase.MUTATING)),
        Kinds.kind(ADMISSION, "ValidatingWebhookConfiguration", "validatingwebhookconfigurations")
            .clusterWide()
            .categories("api-extensions")
            .with(new WebhookRules(Phase.VALIDATING)),
        Kinds.kind(ADMISSION, "ValidatingAdmissionPolicy", "validatingadmissionpolicies")
            .clusterWide()
            .categories("api-extensions")
            .subresources("status")
            .with(new PolicyRules()),
        Kinds.kind(
                ADMISSION, "ValidatingAdmissionPolicyBinding", "validatingadmissionpolicybindings")
            .clusterWide()
            .categories("api-extensions")
            .with(new PolicyBindingRules()),
        Kinds.kind(FLOW, "FlowSchema", "flowschemas")
            .clusterWide()
            .subresources("status")
            .with(new FlowSchemaRules()),
        Kinds.kind(FLOW, "PriorityLevelConfiguration", "prioritylevelconfigurations")
            .clusterWide()
            .subresources("status")
            .with(new PriorityLevelRules()),
        Kinds.kind("node.k8s.io", "RuntimeClass", "runtimeclasses")
            .clusterWide()
            .with(new RuntimeClassRules()));
  }
}
