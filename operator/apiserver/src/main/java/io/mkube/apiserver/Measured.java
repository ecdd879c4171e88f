package io.mkube.apiserver;

import io.mkube.apiserver.http.Exchange;
import io.mkube.apiserver.metrics.RequestLabels;
import io.mkube.apiserver.metrics.ServerMetrics;
import io.mkube.apiserver.negotiation.RequestBodies;
import io.mkube.apiserver.request.ApiRequest;
import io.mkube.apiserver.request.Query;
import io.mkube.apiserver.request.ResourcePath;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What one request is counted as, and for how long it has run. */
final class Measured {
  private final Exchange exchange;
  private final long begin = System.nanoTime();
  private @Nullable RequestLabels labels;

  Measured(Exchange exchange) {
    this.exchange = exchange;
  }

  /** The request turns out to be about a resource. */
  void is(ApiRequest request, Query query) {
    ResourcePath target = request.target();
    labels =
        new RequestLabels(
            verb(request),
            target.group(),
            target.version(),
            target.resource(),
            target.subresource(),
            scope(request, target),
            query.text("dryRun").equals("All") ? "All" : "");
  }

  /** Whether the request turned out to be one whose answer goes on. */
  boolean streams() {
    return labels != null && labels.verb().equals("WATCH");
  }

  void record(ServerMetrics metrics) {
    RequestLabels known = labels;
    if (known == null) {
      boolean served = exchange.status() != 404;
      known = RequestLabels.document(exchange.method(), served ? exchange.path() : "");
    }
    metrics.record(known, exchange.status(), System.nanoTime() - begin, exchange.sentBytes());
  }

  private String verb(ApiRequest request) {
    if (ApiRequest.CONNECTIONS.contains(request.target().subresource())) {
      return request.target().subresource().equals("log") ? "GET" : "CONNECT";
    }
    if (request instanceof ApiRequest.Get) {
      return "GET"; // as in Verbs, before the first switch over types
    }
    return switch (request) {
      case ApiRequest.Get get -> "GET";
      case ApiRequest.Listing list -> "LIST";
      case ApiRequest.Watch watch -> "WATCH";
      case ApiRequest.Create create -> "POST";
      case ApiRequest.Update update -> "PUT";
      case ApiRequest.Patch patch ->
          RequestBodies.mediaType(exchange).equals("application/apply-patch+yaml")
              ? "APPLY"
              : "PATCH";
      case ApiRequest.Delete delete -> "DELETE";
      case ApiRequest.DeleteCollection delete -> request.verb().toUpperCase(Locale.ROOT);
    };
  }

  private static String scope(ApiRequest request, ResourcePath target) {
    if (!target.name().isEmpty() || request instanceof ApiRequest.Create) {
      return "resource";
    }
    return target.namespace().isEmpty() ? "cluster" : "namespace";
  }
}
