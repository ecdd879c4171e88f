package io.mkube.apiserver.mirror;

import io.mkube.store.StoreKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A kind that takes part. */
enum MirroredKind {
  POD("", "pods"),
  NODE("", "nodes"),
  REPLICATION_CONTROLLER("", "replicationcontrollers"),
  DEPLOYMENT("apps", "deployments"),
  REPLICA_SET("apps", "replicasets"),
  STATEFUL_SET("apps", "statefulsets"),
  DAEMON_SET("apps", "daemonsets"),
  CONTROLLER_REVISION("apps", "controllerrevisions"),
  JOB("batch", "jobs"),
  CRON_JOB("batch", "cronjobs"),
  SERVICE("", "services"),
  ENDPOINTS("", "endpoints"),
  ENDPOINT_SLICE("discovery.k8s.io", "endpointslices"),
  DISRUPTION_BUDGET("policy", "poddisruptionbudgets"),
  VOLUME("", "persistentvolumes"),
  VOLUME_CLAIM("", "persistentvolumeclaims");

  /** Kinds that take over pods that nobody controls. */
  static final List<MirroredKind> SELECTING =
      List.of(REPLICATION_CONTROLLER, REPLICA_SET, STATEFUL_SET, DAEMON_SET, JOB);

  private static final Map<String, MirroredKind> BY_RESOURCE = new HashMap<>();

  static {
    for (MirroredKind kind : values()) {
      BY_RESOURCE.put(kind.group + "/" + kind.resource, kind);
    }
  }

  private final String group;
  private final String resource;

  MirroredKind(String group, String resource) {
    this.group = group;
    this.resource = resource;
  }

  String group() {
    return group;
  }

  String resource() {
    return resource;
  }

  /** Whether a selector decides which children belong to an object of the kind. */
  boolean selects() {
    return this == DEPLOYMENT || SELECTING.contains(this);
  }

  /** What its children are that its selector selects. */
  List<MirroredKind> children() {
    return switch (this) {
      case DEPLOYMENT -> List.of(REPLICA_SET);
      case REPLICATION_CONTROLLER, REPLICA_SET, JOB -> List.of(POD);
      case STATEFUL_SET, DAEMON_SET -> List.of(POD, CONTROLLER_REVISION);
      default -> List.of();
    };
  }

  static Optional<MirroredKind> of(StoreKey key) {
    return Optional.ofNullable(BY_RESOURCE.get(key.group() + "/" + key.resource()));
  }
}
