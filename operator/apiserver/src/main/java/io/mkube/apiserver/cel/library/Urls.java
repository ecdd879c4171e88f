package io.mkube.apiserver.cel.library;

import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code url()} with what belongs to it. */
final class Urls {
  private Urls() {}

  static void addTo(FunctionSet set) {
    set.global(
        "url",
        "string_to_url",
        Types.URL,
        SimpleType.STRING,
        String.class,
        text ->
            Networks.required(
                parse(text),
                "URL parse error during conversion from string: parse \""
                    + text
                    + "\": invalid URI for request"));
    set.global(
        "isURL",
        "is_url_string",
        SimpleType.BOOL,
        SimpleType.STRING,
        String.class,
        text -> parse(text).isPresent());
    set.member(
        "getScheme",
        "url_get_scheme",
        SimpleType.STRING,
        Types.URL,
        URI.class,
        url -> orEmpty(url.getScheme()));
    set.member("getHost", "url_get_host", SimpleType.STRING, Types.URL, URI.class, Urls::host);
    set.member(
        "getHostname", "url_get_hostname", SimpleType.STRING, Types.URL, URI.class, Urls::hostname);
    set.member("getPort", "url_get_port", SimpleType.STRING, Types.URL, URI.class, Urls::port);
    set.member(
        "getEscapedPath",
        "url_get_escaped_path",
        SimpleType.STRING,
        Types.URL,
        URI.class,
        url -> orEmpty(url.getRawPath()));
    set.member(
        "getQuery",
        "url_get_query",
        MapType.create(SimpleType.STRING, ListType.create(SimpleType.STRING)),
        Types.URL,
        URI.class,
        Urls::query);
  }

  /** Absolute URIs and absolute paths. */
  private static Optional<URI> parse(String text) {
    try {
      URI uri = new URI(text);
      boolean absolutePath = uri.getScheme() == null && text.startsWith("/");
      boolean absolute = uri.getScheme() != null;
      return absolute || absolutePath ? Optional.of(uri) : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  private static String host(URI url) {
    String authority = orEmpty(url.getRawAuthority());
    return authority.substring(authority.lastIndexOf('@') + 1);
  }

  private static String hostname(URI url) {
    String host = host(url);
    if (host.startsWith("[")) {
      return host.substring(1, Math.max(1, host.indexOf(']')));
    }
    int colon = host.lastIndexOf(':');
    return colon < 0 ? host : host.substring(0, colon);
  }

  private static String port(URI url) {
    String host = host(url);
    int colon = host.lastIndexOf(':');
    return colon < 0 || colon < host.lastIndexOf(']') ? "" : host.substring(colon + 1);
  }

  private static Map<String, List<String>> query(URI url) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    for (String part : orEmpty(url.getRawQuery()).split("&", -1)) {
      if (!part.isEmpty()) {
        int equals = part.indexOf('=');
        String key = equals < 0 ? part : part.substring(0, equals);
        String value = equals < 0 ? "" : part.substring(equals + 1);
        values.computeIfAbsent(decode(key), name -> new ArrayList<>()).add(decode(value));
      }
    }
    return values;
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }

  private static String orEmpty(@org.jspecify.annotations.Nullable String text) {
    return text == null ? "" : text;
  }
}
