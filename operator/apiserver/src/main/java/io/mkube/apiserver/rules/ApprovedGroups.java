package io.mkube.apiserver.rules;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URISyntaxException;

/** Groups of the Kubernetes project, whose definitions say who approved them. */
public final class ApprovedGroups {
  /** Names the approval of a definition. */
  public static final String ANNOTATION = "api-approved.kubernetes.io";

  private static final String WHERE_TO_READ =
      ", see https://github.com/kubernetes/enhancements/pull/1111";

  private ApprovedGroups() {}

  /** Whether definitions of a group need an approval. */
  public static boolean isProtected(String group) {
    return group.equals("k8s.io")
        || group.equals("kubernetes.io")
        || group.endsWith(".k8s.io")
        || group.endsWith(".kubernetes.io");
  }

  /** What a definition says about its approval. */
  public static Approval approval(JsonNode definition) {
    String text = Trees.text(definition, "metadata", "annotations", ANNOTATION);
    String must = "protected groups must have approval annotation \"" + ANNOTATION + "\"";
    if (text.isEmpty()) {
      return new Approval(State.MISSING, must + WHERE_TO_READ);
    }
    if (text.startsWith("unapproved")) {
      return new Approval(State.BYPASSED, "not approved: \"" + text + "\"");
    }
    if (isUrl(text)) {
      return new Approval(State.APPROVED, "approved in " + text);
    }
    return new Approval(
        State.INVALID,
        must + " with either a URL or a reason starting with \"unapproved\"" + WHERE_TO_READ);
  }

  private static boolean isUrl(String text) {
    try {
      URI uri = new URI(text);
      return uri.getScheme() != null && uri.getRawAuthority() != null;
    } catch (URISyntaxException e) {
      return false;
    }
  }

  /** How far an approval goes. */
  public enum State {
    MISSING,
    BYPASSED,
    APPROVED,
    INVALID
  }

  /**
   * An approval.
   *
   * @param reason a sentence for clients
   */
  public record Approval(State state, String reason) {}
}
