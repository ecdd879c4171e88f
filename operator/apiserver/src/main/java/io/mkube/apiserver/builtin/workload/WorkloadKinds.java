package io.mkube.apiserver.builtin.workload;

import io.mkube.apiserver.rules.BuiltInKind;
import io.mkube.apiserver.rules.Kinds;
import java.util.List;
import java.util.stream.Stream;

/** Kinds that make pods, of the groups apps, batch, policy and the core group. */
public final class WorkloadKinds {
  private WorkloadKinds() {}

  /** All of them. */
  public static List<BuiltInKind> all() {
    return Stream.concat(apps().stream(), others().stream()).toList();
  }

  private static List<BuiltInKind> apps() {
    return List.of(
        Kinds.kind("apps", "Deployment", "deployments")
            .shortNames("deploy")
            .inAll()
            .subresources("scale", "status")
            .with(new DeploymentRules()),
        Kinds.kind("apps", "ReplicaSet", "replicasets")
            .shortNames("rs")
            .inAll()
            .subresources("scale", "status")
            .with(new ReplicaSetRules()),
        Kinds.kind("apps", "StatefulSet", "statefulsets")
            .shortNames("sts")
            .inAll()
            .subresources("scale", "status")
            .with(new StatefulSetRules()),
        Kinds.kind("apps", "DaemonSet", "daemonsets")
            .shortNames("ds")
            .inAll()
            .subresources("status")
            .with(new DaemonSetRules()),
        Kinds.kind("apps", "ControllerRevision", "controllerrevisions")
            .with(new ControllerRevisionRules()));
  }

  private static List<BuiltInKind> others() {
    return List.of(
        Kinds.kind("batch", "Job", "jobs").inAll().subresources("status").with(new JobRules()),
        Kinds.kind("batch", "CronJob", "cronjobs")
            .shortNames("cj")
            .inAll()
            .subresources("status")
            .with(new CronJobRules()),
        Kinds.kind("policy", "PodDisruptionBudget", "poddisruptionbudgets")
            .shortNames("pdb")
            .subresources("status")
            .with(new DisruptionBudgetRules()),
        Kinds.kind("", "ReplicationController", "replicationcontrollers")
            .shortNames("rc")
            .inAll()
            .subresources("scale", "status")
            .with(new ReplicationControllerRules()),
        Kinds.kind("", "PodTemplate", "podtemplates").with(new PodTemplateRules()));
  }
}
