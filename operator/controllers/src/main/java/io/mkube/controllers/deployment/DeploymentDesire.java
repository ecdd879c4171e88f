package io.mkube.controllers.deployment;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentSpec;
import io.fabric8.kubernetes.api.model.apps.DeploymentStrategy;
import io.mkube.controllers.deployment.DeploymentObservation.ReplicaPod;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a Deployment wants.
 *
 * @param name name of the Deployment
 * @param replicas number of pods, 0 or more
 * @param templateHash hash of the pod template
 * @param update how pods of an older template are replaced
 * @param maxUnavailable pods that may be missing while it still counts as available
 * @param minReady time for which a pod must be ready to count as available
 * @param progressDeadline time without progress after which a roll-out counts as failed
 */
record DeploymentDesire(
    String name,
    int replicas,
    String templateHash,
    Update update,
    int maxUnavailable,
    Duration minReady,
    Duration progressDeadline) {
  /** What the API server sets when the field is absent. */
  private static final int DEFAULT_DEADLINE_SECONDS = 600;

  /** How pods of an older template are replaced. */
  enum Update {
    /** One after the other, each when the one before is available. */
    ROLLING,
    /** All at once; the new ones come when the old ones are gone. */
    RECREATE,
    /** Not until the deployment is resumed. */
    PAUSED
  }

  static DeploymentDesire of(Deployment deployment) {
    DeploymentSpec spec = deployment.getSpec();
    int replicas = or(spec.getReplicas(), 1);
    return new DeploymentDesire(
        deployment.getMetadata().getName(),
        replicas,
        TemplateHash.of(spec.getTemplate()),
        update(spec),
        maxUnavailable(spec.getStrategy(), replicas),
        Duration.ofSeconds(or(spec.getMinReadySeconds(), 0)),
        Duration.ofSeconds(or(spec.getProgressDeadlineSeconds(), DEFAULT_DEADLINE_SECONDS)));
  }

  /** Whether a pod was made from the current template. */
  boolean made(ReplicaPod pod) {
    return pod.templateHash().equals(templateHash);
  }

  private static Update update(DeploymentSpec spec) {
    if (Boolean.TRUE.equals(spec.getPaused())) {
      return Update.PAUSED;
    }
    return isRecreate(spec.getStrategy()) ? Update.RECREATE : Update.ROLLING;
  }

  private static boolean isRecreate(@Nullable DeploymentStrategy strategy) {
    return strategy != null && "Recreate".equals(strategy.getType());
  }

  /** Percentages are rounded down, as Kubernetes does. */
  private static int maxUnavailable(@Nullable DeploymentStrategy strategy, int replicas) {
    if (strategy == null || isRecreate(strategy) || strategy.getRollingUpdate() == null) {
      return 0;
    }
    IntOrString value = strategy.getRollingUpdate().getMaxUnavailable();
    if (value == null) {
      return 0;
    }
    if (value.getIntVal() != null) {
      return Math.min(replicas, value.getIntVal());
    }
    String text = value.getStrVal();
    return text != null && text.matches("[0-9]{1,3}%")
        ? replicas * Integer.parseInt(text.substring(0, text.length() - 1)) / 100
        : 0;
  }

  private static int or(@Nullable Integer value, int fallback) {
    return value == null ? fallback : value;
  }
}
