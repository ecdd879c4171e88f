package io.mkube.apiserver.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.schema.NameRule;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a webhook listens: at a URL or behind a Service. */
public final class WebhookAddress {
  private static final int HTTPS = 443;
  private static final int MAX_PORT = 65535;
  private static final String FORM = "; desired format: https://host[/path]";

  private WebhookAddress() {}

  /** Fills the port of a Service. */
  public static void applyDefaults(JsonNode clientConfig) {
    if (clientConfig.path("service") instanceof ObjectNode service) {
      Trees.defaultNumber(service, "port", HTTPS);
    }
  }

  /** Checks a client configuration. */
  public static void check(JsonNode clientConfig, String path, Findings findings) {
    if (clientConfig.has("url") == clientConfig.has("service")) {
      findings.required(path, "exactly one of url or service is required");
    } else if (clientConfig.has("url")) {
      checkUrl(clientConfig.path("url").asText(), path + ".url", findings);
    } else {
      checkService(clientConfig.path("service"), path + ".service", findings);
    }
  }

  private static void checkUrl(String url, String path, Findings findings) {
    URI uri;
    try {
      uri = new URI(url);
    } catch (URISyntaxException e) {
      findings.required(path, "url must be a valid URL: " + e.getMessage() + FORM);
      return;
    }
    String scheme = text(uri.getScheme());
    if (!scheme.equals("https")) {
      findings.invalidText(path, scheme, "'https' is the only allowed URL scheme" + FORM);
    }
    if (text(uri.getRawAuthority()).isEmpty()) {
      findings.invalidText(path, "", "host must be specified" + FORM);
    }
    String user = text(uri.getRawUserInfo());
    if (!user.isEmpty()) {
      findings.invalidText(path, user, "user information is not permitted in the URL");
    }
    String fragment = text(uri.getFragment());
    if (!fragment.isEmpty()) {
      findings.invalidText(path, fragment, "fragments are not permitted in the URL");
    }
    String query = text(uri.getRawQuery());
    if (!query.isEmpty()) {
      findings.invalidText(path, query, "query parameters are not permitted in the URL");
    }
  }

  private static String text(@Nullable String part) {
    return part == null ? "" : part;
  }

  private static void checkService(JsonNode service, String path, Findings findings) {
    if (service.path("name").asText().isEmpty()) {
      findings.required(path + ".name", "service name is required");
    }
    if (service.path("namespace").asText().isEmpty()) {
      findings.required(path + ".namespace", "service namespace is required");
    }
    JsonNode port = service.path("port");
    if (port.asInt() < 1 || port.asInt() > MAX_PORT) {
      findings.invalid(
          path + ".port", port, "port is not valid: must be between 1 and 65535, inclusive");
    }
    checkPath(service.path("path").asText(), path + ".path", findings);
  }

  private static void checkPath(String source, String path, Findings findings) {
    if (source.isEmpty() || source.equals("/")) {
      return;
    }
    if (source.equals("//")) {
      findings.invalidText(path, source, "segment[0] may not be empty");
      return;
    }
    if (!source.startsWith("/")) {
      findings.invalidText(path, source, "must start with a '/'");
    }
    String inner = source.substring(1);
    List<String> segments =
        List.of(
            (inner.endsWith("/") ? inner.substring(0, inner.length() - 1) : inner).split("/", -1));
    for (int i = 0; i < segments.size(); i++) {
      String at = "segment[" + i + "]";
      if (segments.get(i).isEmpty()) {
        findings.invalidText(path, source, at + " may not be empty");
      } else {
        for (String fault : NameRule.DNS_SUBDOMAIN.check(segments.get(i))) {
          findings.invalidText(path, source, at + ": " + fault);
        }
      }
    }
  }
}
