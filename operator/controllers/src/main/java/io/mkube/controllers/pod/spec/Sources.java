package io.mkube.controllers.pod.spec;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.Optional;

/** The ConfigMaps and Secrets that pods refer to, as they are known now. Thread-safe. */
public interface Sources {
  Optional<ConfigMap> configMap(String namespace, String name);

  Optional<Secret> secret(String namespace, String name);
}
