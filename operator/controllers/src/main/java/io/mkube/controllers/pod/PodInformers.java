package io.mkube.controllers.pod;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Volume;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import io.javaoperatorsdk.operator.processing.event.source.SecondaryToPrimaryMapper;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.mkube.controllers.address.AddressClaims;
import io.mkube.crds.annotation.MkubeAnnotations;
import io.mkube.crds.network.Network;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The informers of the pod controller, and which pods an event about something else concerns. Their
 * objects are shared and never changed.
 */
final class PodInformers implements KnownObjects.Caches {
  private static final String REFERENCES = "references";

  private final IndexerResourceCache<Pod> pods;
  private final AddressClaims claims;
  private final WaitingPods waiting;
  private final @Nullable String defaultNetwork;
  private final PodEventSource devices;
  private final InformerEventSource<Network, Pod> networks;
  private final InformerEventSource<ConfigMap, Pod> configMaps;
  private final InformerEventSource<Secret, Pod> secrets;
  private final Map<String, Long> generations = new ConcurrentHashMap<>();

  PodInformers(
      EventSourceContext<Pod> context,
      AddressClaims claims,
      WaitingPods waiting,
      @Nullable String defaultNetwork,
      PodEventSource devices) {
    this.pods = context.getPrimaryCache();
    this.claims = claims;
    this.waiting = waiting;
    this.defaultNetwork = defaultNetwork;
    this.devices = devices;
    pods.addIndexer(REFERENCES, PodInformers::references);
    this.networks = informer(Network.class, this::concernedBy, context);
    this.configMaps = informer(ConfigMap.class, this::referring, context);
    this.secrets = informer(Secret.class, this::referring, context);
  }

  List<EventSource<?, Pod>> sources() {
    return List.of(networks, configMaps, secrets, devices);
  }

  @Override
  public boolean synced() {
    // The source of the devices is started after the informer of the pods has synced.
    return devices.isRunning() && networks.isRunning();
  }

  @Override
  public Collection<Pod> pods() {
    return pods.list().toList();
  }

  @Override
  public Collection<Network> networks() {
    return networks.list(network -> true).toList();
  }

  @Override
  public Optional<ConfigMap> configMap(String namespace, String name) {
    return configMaps.get(new ResourceID(name, namespace));
  }

  @Override
  public Optional<Secret> secret(String namespace, String name) {
    return secrets.get(new ResourceID(name, namespace));
  }

  private static <R extends HasMetadata> InformerEventSource<R, Pod> informer(
      Class<R> type, SecondaryToPrimaryMapper<R> mapper, EventSourceContext<Pod> context) {
    return new InformerEventSource<>(
        InformerEventSourceConfiguration.from(type, Pod.class)
            .withSecondaryToPrimaryMapper(mapper)
            .withPrimaryToSecondaryMapper((Pod pod) -> Set.of())
            .build(),
        context);
  }

  /** A network whose spec is new concerns all its pods, another status those that wait for it. */
  private Set<ResourceID> concernedBy(Network network) {
    String name = network.getMetadata().getName();
    int needed = waiting.needed(name);
    Set<ResourceID> concerned =
        new HashSet<>(
            waiting.wake(name, AddressClaims.free(claims.newest(network), needed, Map.of())));
    Long generation = Optional.ofNullable(network.getMetadata().getGeneration()).orElse(0L);
    if (!generation.equals(generations.put(name, generation))) {
      pods.list(pod -> mayUse(pod, name)).map(ResourceID::fromResource).forEach(concerned::add);
    }
    return concerned;
  }

  private boolean mayUse(Pod pod, String network) {
    Map<String, String> annotations = pod.getMetadata().getAnnotations();
    String named = annotations == null ? null : annotations.get(MkubeAnnotations.NETWORK);
    String used = named == null || named.isBlank() ? defaultNetwork : named.strip();
    return used == null || used.equals(network);
  }

  private Set<ResourceID> referring(HasMetadata object) {
    return pods
        .byIndex(
            REFERENCES,
            reference(
                object.getKind(),
                object.getMetadata().getNamespace(),
                object.getMetadata().getName()))
        .stream()
        .map(ResourceID::fromResource)
        .collect(Collectors.toSet());
  }

  /** The ConfigMaps and Secrets that a pod refers to. */
  private static List<String> references(Pod pod) {
    Set<String> names = new HashSet<>();
    String namespace = pod.getMetadata().getNamespace();
    for (Volume volume : list(pod.getSpec().getVolumes())) {
      if (volume.getConfigMap() != null) {
        names.add(reference("ConfigMap", namespace, volume.getConfigMap().getName()));
      }
      if (volume.getSecret() != null) {
        names.add(reference("Secret", namespace, volume.getSecret().getSecretName()));
      }
    }
    for (Container container : list(pod.getSpec().getContainers())) {
      list(container.getEnvFrom()).forEach(from -> addReference(names, namespace, from));
      list(container.getEnv()).forEach(env -> addReference(names, namespace, env));
    }
    return List.copyOf(names);
  }

  private static void addReference(Set<String> names, String namespace, EnvFromSource from) {
    if (from.getConfigMapRef() != null) {
      names.add(reference("ConfigMap", namespace, from.getConfigMapRef().getName()));
    }
    if (from.getSecretRef() != null) {
      names.add(reference("Secret", namespace, from.getSecretRef().getName()));
    }
  }

  private static void addReference(Set<String> names, String namespace, EnvVar env) {
    if (env.getValueFrom() == null) {
      return;
    }
    if (env.getValueFrom().getConfigMapKeyRef() != null) {
      names.add(
          reference("ConfigMap", namespace, env.getValueFrom().getConfigMapKeyRef().getName()));
    }
    if (env.getValueFrom().getSecretKeyRef() != null) {
      names.add(reference("Secret", namespace, env.getValueFrom().getSecretKeyRef().getName()));
    }
  }

  private static String reference(String kind, String namespace, String name) {
    return kind + " " + namespace + "/" + name;
  }

  private static <T> List<T> list(@Nullable List<T> list) {
    return list == null ? List.of() : list;
  }
}
