package io.mkube.apiserver.rbac;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Which role a binding gives.
 *
 * @param kind {@code Role} or {@code ClusterRole}
 * @param namespace namespace of a {@code Role}, {@code ""} for a {@code ClusterRole}
 * @param name name
 */
public record RoleName(String kind, String namespace, String name) {
  /** Kind of the roles that are in no namespace. */
  public static final String CLUSTER_ROLE = "ClusterRole";

  /** Kind of the roles of a namespace. */
  public static final String ROLE = "Role";

  /** Reads the {@code roleRef} of a binding in a namespace. */
  public static RoleName of(JsonNode roleRef, String namespace) {
    String kind = roleRef.path("kind").asText("");
    return new RoleName(kind, kind.equals(ROLE) ? namespace : "", roleRef.path("name").asText(""));
  }

  /** The plural of the kind. */
  public String resource() {
    return kind.equals(ROLE) ? "roles" : "clusterroles";
  }

  /** What a review says when the role does not exist. */
  String missing() {
    return (kind.equals(ROLE) ? "role" : "clusterrole")
        + ".rbac.authorization.k8s.io \""
        + name
        + "\" not found";
  }
}
