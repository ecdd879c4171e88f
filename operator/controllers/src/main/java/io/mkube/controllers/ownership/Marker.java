package io.mkube.controllers.ownership;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text that everything we create carries where its menu has a comment: {@code mkube/1
 * <cluster-uid> <kind> <namespace>/<name> <uid>}. The namespace is empty for cluster-scoped kinds.
 *
 * @param cluster the control plane that created the row
 * @param kind kind of the object that the row belongs to
 * @param namespace its namespace, empty when the kind has none
 * @param name its name
 * @param uid its uid
 */
public record Marker(ClusterUid cluster, String kind, String namespace, String name, String uid) {
  private static final String PREFIX = "mkube/1";
  private static final Pattern FORMAT =
      Pattern.compile("mkube/1 ([^ ]+) ([^ /]+) ([^ /]*)/([^ /]+) ([^ ]+)");

  public Marker {
    Objects.requireNonNull(cluster);
    if ((kind + namespace + name + uid).contains(" ") || (kind + namespace + name).contains("/")) {
      throw new IllegalArgumentException(
          "blank or slash in a marker: " + kind + " " + namespace + " " + name + " " + uid);
    }
    if (kind.isEmpty() || name.isEmpty() || uid.isEmpty()) {
      throw new IllegalArgumentException("kind, name and uid of a marker may not be empty");
    }
  }

  /** The marker of what belongs to an object that the API server has stored. */
  public static Marker of(ClusterUid cluster, HasMetadata object) {
    String namespace = object.getMetadata().getNamespace();
    return new Marker(
        cluster,
        object.getKind(),
        namespace == null ? "" : namespace,
        object.getMetadata().getName(),
        object.getMetadata().getUid());
  }

  /** Reads a comment; empty for anything that is not exactly a marker of this version. */
  public static Optional<Marker> parse(String comment) {
    Matcher m = FORMAT.matcher(comment.strip());
    if (!m.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        new Marker(new ClusterUid(m.group(1)), m.group(2), m.group(3), m.group(4), m.group(5)));
  }

  /** The text for a comment. */
  public String text() {
    return String.join(" ", PREFIX, cluster.value(), kind, namespace + "/" + name, uid);
  }

  /** Whether both belong to an object of the same name, whatever its uid. */
  public boolean sameObject(Marker other) {
    return cluster.equals(other.cluster)
        && kind.equals(other.kind)
        && namespace.equals(other.namespace)
        && name.equals(other.name);
  }
}
