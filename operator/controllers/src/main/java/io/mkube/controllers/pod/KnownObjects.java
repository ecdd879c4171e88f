package io.mkube.controllers.pod;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.mkube.controllers.pod.spec.Sources;
import io.mkube.controllers.sweep.DesiredPods;
import io.mkube.crds.network.Network;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** What the informers of the pod controller know. Nothing before they are started. Thread-safe. */
final class KnownObjects implements Sources, DesiredPods {
  private volatile Caches caches = new NoCaches();

  /** The caches behind the informers. */
  interface Caches {
    boolean synced();

    Collection<Pod> pods();

    Collection<Network> networks();

    Optional<ConfigMap> configMap(String namespace, String name);

    Optional<Secret> secret(String namespace, String name);
  }

  void use(Caches started) {
    caches = started;
  }

  @Override
  public boolean complete() {
    return caches.synced();
  }

  @Override
  public Collection<Pod> pods() {
    return caches.pods();
  }

  @Override
  public Collection<Network> networks() {
    return caches.networks();
  }

  @Override
  public Optional<ConfigMap> configMap(String namespace, String name) {
    return caches.configMap(namespace, name);
  }

  @Override
  public Optional<Secret> secret(String namespace, String name) {
    return caches.secret(namespace, name);
  }

  private static final class NoCaches implements Caches {
    @Override
    public boolean synced() {
      return false;
    }

    @Override
    public Collection<Pod> pods() {
      return List.of();
    }

    @Override
    public Collection<Network> networks() {
      return List.of();
    }

    @Override
    public Optional<ConfigMap> configMap(String namespace, String name) {
      return Optional.empty();
    }

    @Override
    public Optional<Secret> secret(String namespace, String name) {
      return Optional.empty();
    }
  }
}
