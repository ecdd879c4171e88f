package io.mkube.apiserver.builtin.configuration;

import io.mkube.apiserver.rules.BuiltInKind;
import io.mkube.apiserver.rules.Kinds;
import java.util.List;

/** Config maps, secrets, service accounts, quotas and limits. */
public final class ConfigurationKinds {
  private ConfigurationKinds() {}

  /** All of them. */
  public static List<BuiltInKind> all() {
    return List.of(
        Kinds.kind("", "ConfigMap", "configmaps").shortNames("cm").with(new ConfigMapRules()),
        Kinds.kind("", "Secret", "secrets").with(new SecretRules()),
        Kinds.kind("", "ServiceAccount", "serviceaccounts")
            .shortNames("sa")
            .subresources("token")
            .with(new ServiceAccountRules()),
        Kinds.kind("", "ResourceQuota", "resourcequotas")
            .shortNames("quota")
            .subresources("status")
            .with(new ResourceQuotaRules()),
        Kinds.kind("", "LimitRange", "limitranges")
            .shortNames("limits")
            .with(new LimitRangeRules()));
  }
}
