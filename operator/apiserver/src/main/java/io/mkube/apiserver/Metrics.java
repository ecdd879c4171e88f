package io.mkube.apiserver;

import io.mkube.apiserver.cache.WatchCache;
import io.mkube.apiserver.http.Exchange;
import io.mkube.apiserver.request.ResourcePath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Figures for Prometheus, under the names of kube-apiserver where it has them. */
record Metrics(WatchCache cache) {
  /** Answers a request if it is about metrics; tells whether it was. */
  boolean answer(Exchange exchange) throws IOException {
    if (!ResourcePath.segments(exchange.path()).equals(List.of("metrics"))) {
      return false;
    }
    String text =
        """
        # HELP apiserver_storage_objects Number of stored objects.
        # TYPE apiserver_storage_objects gauge
        apiserver_storage_objects %d
        # HELP apiserver_longrunning_requests Number of running watches.
        # TYPE apiserver_longrunning_requests gauge
        apiserver_longrunning_requests{verb="WATCH"} %d
        # HELP apiserver_cache_revision Revision up to which reads see everything.
        # TYPE apiserver_cache_revision counter
        apiserver_cache_revision %d
        """
            .formatted(cache.size(), cache.watcherCount(), cache.revision());
    exchange.answer(
        200, "text/plain; version=0.0.4; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    return true;
  }
}
