package io.mkube.apiserver.negotiation;

import io.mkube.apiserver.http.Exchange;
import io.mkube.apiserver.request.Query;
import java.util.List;
import java.util.Locale;

/** Whether JSON is laid out for a person: if asked for, or if a browser or curl asks. */
public final class Indentation {
  private static final List<String> PEOPLE = List.of("curl", "Wget", "Mozilla/5.0");

  private Indentation() {}

  /** As kube-apiserver decides it; the parameter {@code pretty} comes before the client's name. */
  public static boolean wanted(Exchange exchange) {
    String query = exchange.query();
    if (query.contains("pretty")) {
      String pretty = Query.parse(query).text("pretty");
      if (!pretty.isEmpty()) {
        return List.of("1", "t", "true").contains(pretty.toLowerCase(Locale.ROOT));
      }
    }
    String agent = exchange.header("User-Agent").orElse("");
    for (String person : PEOPLE) {
      if (agent.startsWith(person)) {
        return true;
      }
    }
    return false;
  }
}
