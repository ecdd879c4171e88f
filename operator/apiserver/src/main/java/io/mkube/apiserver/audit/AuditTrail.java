package io.mkube.apiserver.audit;

import io.mkube.apiserver.access.Doorkeeper.Visitor;
import io.mkube.apiserver.audit.AuditEvent.Stage;
import io.mkube.apiserver.http.Exchange;
import io.mkube.apiserver.request.ResourcePath;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** What becomes known of one request while it is served. Used by the thread that serves it. */
public final class AuditTrail {
  private final AuditLog log;

  /** Null if nothing is written of any request. */
  private final AuditEvent.@Nullable Draft draft;

  private final AtomicBoolean started = new AtomicBoolean();

  AuditTrail(AuditLog log, AuditEvent.@Nullable Draft draft) {
    this.log = log;
    this.draft = draft;
  }

  /** The resource that the request names, null if it names none. */
  public void target(@Nullable ResourcePath target) {
    if (draft != null) {
      draft.target(target);
    }
  }

  /** Who asks; called again when more is known. */
  public void visitor(Visitor visitor) {
    if (draft != null) {
      draft.visitor(visitor);
    }
  }

  /** What the client is told of a failure. */
  public void failure(String reason, String message) {
    if (draft != null) {
      draft.failure(reason, message);
    }
  }

  /** The answer is a stream that goes on. */
  public void streams(Exchange exchange) {
    if (draft != null && started.compareAndSet(false, true)) {
      log.write(draft.event(Stage.RESPONSE_STARTED, exchange.status()));
    }
  }
}
