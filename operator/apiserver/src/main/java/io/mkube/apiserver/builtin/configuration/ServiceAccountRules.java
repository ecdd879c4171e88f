package io.mkube.apiserver.builtin.configuration;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.rules.KindRules;
import java.util.List;

/** Service accounts. */
final class ServiceAccountRules implements KindRules {
  private static final String MOUNTABLE = "kubernetes.io/enforce-mountable-secrets";

  @Override
  public boolean allowsUnconditionalUpdate() {
    return false;
  }

  @Override
  public List<String> warnings(ObjectNode object) {
    return object.at("/metadata/annotations").path(MOUNTABLE).asText().equals("true")
        ? List.of(
            "metadata.annotations["
                + MOUNTABLE
                + "]: deprecated in v1.32+; prefer separate namespaces to isolate access to mounted"
                + " secrets")
        : List.of();
  }

  @Override
  public boolean showsRemoved() {
    return true;
  }
}
