package io.mkube.apiserver.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.access.Doorkeeper.Visitor;
import io.mkube.apiserver.access.IdentityReviews;
import io.mkube.apiserver.http.Exchange;
import io.mkube.apiserver.object.Json;
import io.mkube.apiserver.request.ResourcePath;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One line of the log, before it is JSON.
 *
 * @param draft what is known of the request
 * @param stage how far the request is
 * @param status HTTP status of the answer, 0 for none
 * @param time when this stage was reached
 */
record AuditEvent(Draft draft, Stage stage, int status, Instant time) {
  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private static final String DECISION = "authorization.k8s.io/decision";
  private static final String REASON = "authorization.k8s.io/reason";

  /** How far a request is. */
  enum Stage {
    RESPONSE_STARTED("ResponseStarted"),
    RESPONSE_COMPLETE("ResponseComplete");

    private final String text;

    Stage(String text) {
      this.text = text;
    }
  }

  /** What becomes known of a request; the last write of each part counts. */
  static final class Draft {
    /** Larger bodies are left out, as kube-apiserver does. */
    private static final int MAX_BODY = 64 << 10;

    private static final Set<String> CONFIDENTIAL =
        Set.of("secrets", "tokenreviews", "serviceaccounts/token");

    private final String id;
    private final AuditConfig.Level level;
    private final Clock clock;
    private final Instant received;
    private final String method;
    private final String uri;
    private final String address;
    private final String agent;
    private volatile @Nullable ResourcePath target;
    private volatile @Nullable Visitor visitor;
    private volatile byte @Nullable [] body;
    private volatile boolean truncated;
    private volatile String reason = "";
    private volatile String message = "";

    Draft(String id, AuditConfig.Level level, Clock clock, Exchange exchange) {
      this.id = id;
      this.level = level;
      this.clock = clock;
      this.received = clock.instant();
      this.method = exchange.method();
      String query = exchange.query();
      this.uri = query.isEmpty() ? exchange.path() : exchange.path() + "?" + query;
      this.address = exchange.remoteAddress();
      this.agent = exchange.header("User-Agent").orElse("");
    }

    void target(@Nullable ResourcePath named) {
      target = named;
    }

    void visitor(Visitor known) {
      visitor = known;
    }

    void failure(String why, String text) {
      reason = why;
      message = text;
    }

    void body(byte[] bytes) {
      if (level == AuditConfig.Level.REQUEST && bytes.length > 0 && !confidential()) {
        truncated = bytes.length > MAX_BODY;
        body = truncated ? null : bytes;
      }
    }

    private boolean confidential() {
      ResourcePath path = target;
      return path != null
          && CONFIDENTIAL.contains(
              path.subresource().isEmpty()
                  ? path.resource()
                  : path.resource().equals("secrets")
                      ? "secrets"
                      : path.resource() + "/" + path.subresource());
    }

    AuditEvent event(Stage stage, int status) {
      return new AuditEvent(this, stage, status, clock.instant());
    }
  }

  /** The line, without a line feed. */
  ObjectNode json() {
    ObjectNode event = Json.object().put("kind", "Event").put("apiVersion", "audit.k8s.io/v1");
    event.put("level", draft.level == AuditConfig.Level.REQUEST ? "Request" : "Metadata");
    event.put("auditID", draft.id);
    event.put("stage", stage.text);
    event.put("requestURI", draft.uri);
    Visitor visitor = draft.visitor;
    event.put(
        "verb", visitor == null ? draft.method.toLowerCase(Locale.ROOT) : visitor.access().verb());
    ObjectNode user = event.putObject("user");
    if (visitor != null) {
      IdentityReviews.describe(user, visitor.real());
      visitor
          .impersonated()
          .ifPresent(other -> IdentityReviews.describe(event.putObject("impersonatedUser"), other));
    }
    event.putArray("sourceIPs").add(draft.address);
    if (!draft.agent.isEmpty()) {
      event.put("userAgent", draft.agent);
    }
    putObject(event);
    putStatus(event);
    putBody(event);
    event.put("requestReceivedTimestamp", MICROS.format(draft.received));
    event.put("stageTimestamp", MICROS.format(time));
    putAnnotations(event, visitor);
    return event;
  }

  private void putObject(ObjectNode event) {
    ResourcePath target = draft.target;
    if (target == null) {
      return;
    }
    ObjectNode object = event.putObject("objectRef").put("resource", target.resource());
    putText(object, "namespace", target.namespace());
    putText(object, "name", target.name());
    putText(object, "apiGroup", target.group());
    object.put("apiVersion", target.version());
    putText(object, "subresource", target.subresource());
  }

  private void putStatus(ObjectNode event) {
    if (status == 0) {
      return;
    }
    ObjectNode node = event.putObject("responseStatus");
    node.putObject("metadata");
    if (!draft.message.isEmpty()) {
      node.put("status", "Failure");
      node.put("message", draft.message);
      putText(node, "reason", draft.reason);
    }
    node.put("code", status);
  }

  private void putBody(ObjectNode event) {
    byte[] body = draft.body;
    if (body != null) {
      JsonNode object = SentObject.read(body);
      if (object != null) {
        event.set("requestObject", object);
      }
    }
  }

  private void putAnnotations(ObjectNode event, @Nullable Visitor visitor) {
    ObjectNode annotations = Json.object();
    if (visitor != null) {
      annotations.put(DECISION, visitor.decision().allowed() ? "allow" : "forbid");
      annotations.put(REASON, visitor.decision().reason());
    }
    if (draft.truncated) {
      annotations.put("audit.k8s.io/truncated", "true");
    }
    if (!annotations.isEmpty()) {
      event.set("annotations", annotations);
    }
  }

  private static void putText(ObjectNode node, String field, String value) {
    if (!value.isEmpty()) {
      node.put(field, value);
    }
  }

  @Override
  public String toString() {
    return draft.id + " " + stage.text;
  }
}
