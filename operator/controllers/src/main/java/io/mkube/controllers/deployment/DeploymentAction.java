package io.mkube.controllers.deployment;

import io.mkube.controllers.deployment.DeploymentObservation.ReplicaPod;
import io.mkube.controllers.plan.Action;

/** One step towards the pods that a Deployment wants. */
sealed interface DeploymentAction extends Action {
  /**
   * Makes a pod from the current template.
   *
   * @param deployment name of the Deployment
   * @param ordinal number of the pod
   */
  record CreatePod(String deployment, int ordinal) implements DeploymentAction {
    String pod() {
      return deployment + "-" + ordinal;
    }

    @Override
    public String describe() {
      return "create pod " + pod();
    }
  }

  /**
   * Deletes a pod, and only the one that was looked at.
   *
   * @param pod the pod
   * @param why reason, in words
   */
  record DeletePod(ReplicaPod pod, String why) implements DeploymentAction {
    @Override
    public String describe() {
      return "delete pod " + pod.name() + ", " + why;
    }
  }
}
