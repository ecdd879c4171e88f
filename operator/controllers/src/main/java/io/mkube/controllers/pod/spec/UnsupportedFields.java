package io.mkube.controllers.pod.spec;

import io.fabric8.kubernetes.api.model.Capabilities;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.EmptyDirVolumeSource;
import io.fabric8.kubernetes.api.model.PodDNSConfig;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.mkube.crds.status.ConditionReasons;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds fields that cannot be honoured on a RouterOS device and whose absence would change what the
 * pod means. Fields that only tune or restrict are let pass. Pure.
 */
final class UnsupportedFields {
  private UnsupportedFields() {}

  /**
   * Refuses a pod that has such a field.
   *
   * @throws PodRefusal with reason {@link ConditionReasons#UNSUPPORTED} that names the first one
   */
  static void refuse(PodSpec spec) {
    inPod(spec)
        .or(() -> inVolumes(list(spec.getVolumes())))
        .or(() -> inContainers(spec))
        .ifPresent(
            field -> {
              throw new PodRefusal(
                  ConditionReasons.UNSUPPORTED, "a RouterOS device has no support for " + field);
            });
  }

  private static Optional<String> inPod(PodSpec spec) {
    PodSecurityContext security = spec.getSecurityContext();
    PodDNSConfig dns = spec.getDnsConfig();
    Map<String, Boolean> fields = new TreeMap<>();
    fields.put("spec.hostNetwork", isTrue(spec.getHostNetwork()));
    fields.put("spec.hostPID", isTrue(spec.getHostPID()));
    fields.put("spec.hostIPC", isTrue(spec.getHostIPC()));
    fields.put("spec.shareProcessNamespace", isTrue(spec.getShareProcessNamespace()));
    fields.put("spec.setHostnameAsFQDN", isTrue(spec.getSetHostnameAsFQDN()));
    fields.put("spec.initContainers", isFilled(spec.getInitContainers()));
    fields.put("spec.ephemeralContainers", isFilled(spec.getEphemeralContainers()));
    fields.put("spec.hostAliases", isFilled(spec.getHostAliases()));
    fields.put("spec.resourceClaims", isFilled(spec.getResourceClaims()));
    fields.put("spec.readinessGates", isFilled(spec.getReadinessGates()));
    fields.put("spec.runtimeClassName", isFilled(spec.getRuntimeClassName()));
    fields.put("spec.activeDeadlineSeconds", spec.getActiveDeadlineSeconds() != null);
    fields.put("spec.os.name", spec.getOs() != null && !"linux".equals(spec.getOs().getName()));
    fields.put("spec.dnsConfig.searches", dns != null && isFilled(dns.getSearches()));
    fields.put("spec.dnsConfig.options", dns != null && isFilled(dns.getOptions()));
    fields.put("spec.securityContext.sysctls", security != null && isFilled(security.getSysctls()));
    return first(fields);
  }

  private static Optional<String> inVolumes(List<Volume> volumes) {
    for (int i = 0; i < volumes.size(); i++) {
      Volume volume = volumes.get(i);
      String at = "spec.volumes[" + i + "]";
      EmptyDirVolumeSource empty = volume.getEmptyDir();
      if (empty != null && isFilled(empty.getMedium())) {
        return Optional.of(at + ".emptyDir.medium");
      }
      Integer mode =
          volume.getConfigMap() != null
              ? volume.getConfigMap().getDefaultMode()
              : volume.getSecret() != null ? volume.getSecret().getDefaultMode() : null;
      if (mode != null && !isPlainFile(mode)) {
        return Optional.of(at + " defaultMode " + Integer.toOctalString(mode) + ", only 0644");
      }
      if (empty == null && volume.getConfigMap() == null && volume.getSecret() == null) {
        return Optional.of(
            at + " (" + volume.getName() + "): only emptyDir, configMap and secret volumes");
      }
    }
    return Optional.empty();
  }

  /** Whether a file mode is the one that files on the device have. */
  static boolean isPlainFile(@Nullable Integer mode) {
    return mode == null || mode == 0644;
  }

  private static Optional<String> inContainers(PodSpec spec) {
    List<Container> containers = list(spec.getContainers());
    for (int i = 0; i < containers.size(); i++) {
      Optional<String> found = inContainer("spec.containers[" + i + "]", containers.get(i));
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> inContainer(String at, Container container) {
    SecurityContext security = container.getSecurityContext();
    Capabilities capabilities = security == null ? null : security.getCapabilities();
    Map<String, Boolean> fields = new TreeMap<>();
    fields.put(".lifecycle", container.getLifecycle() != null);
    fields.put(".volumeDevices", isFilled(container.getVolumeDevices()));
    fields.put(
        ".resources.claims",
        container.getResources() != null && isFilled(container.getResources().getClaims()));
    fields.put(".restartPolicy", isFilled(container.getRestartPolicy()));
    fields.put(".securityContext.privileged", security != null && isTrue(security.getPrivileged()));
    fields.put(
        ".securityContext.procMount",
        security != null
            && isFilled(security.getProcMount())
            && !"Default".equals(security.getProcMount()));
    fields.put(
        ".securityContext.capabilities.add",
        capabilities != null && isFilled(capabilities.getAdd()));
    List<ContainerPort> ports = list(container.getPorts());
    for (int i = 0; i < ports.size(); i++) {
      Integer host = ports.get(i).getHostPort();
      fields.put(".ports[" + i + "].hostPort", host != null && host != 0);
    }
    List<VolumeMount> mounts = list(container.getVolumeMounts());
    for (int i = 0; i < mounts.size(); i++) {
      VolumeMount mount = mounts.get(i);
      String path = ".volumeMounts[" + i + "]";
      fields.put(path + ".subPathExpr", isFilled(mount.getSubPathExpr()));
      fields.put(
          path + ".mountPropagation",
          isFilled(mount.getMountPropagation()) && !"None".equals(mount.getMountPropagation()));
      fields.put(path + ".recursiveReadOnly", "Enabled".equals(mount.getRecursiveReadOnly()));
      fields.put(path + ".mountPath /", "/".equals(mount.getMountPath()));
    }
    return first(fields).map(field -> at + field);
  }

  private static Optional<String> first(Map<String, Boolean> fields) {
    return fields.entrySet().stream()
        .filter(Map.Entry::getValue)
        .map(Map.Entry::getKey)
        .findFirst();
  }

  private static boolean isTrue(@Nullable Boolean value) {
    return Boolean.TRUE.equals(value);
  }

  private static boolean isFilled(@Nullable String text) {
    return text != null && !text.isEmpty();
  }

  private static boolean isFilled(@Nullable Collection<?> list) {
    return list != null && !list.isEmpty();
  }

  private static <T> List<T> list(@Nullable List<T> list) {
    return list == null ? List.of() : list;
  }
}
