package io.mkube.apiserver.cel.library;

import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
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
    set.global("url", "string_to_url", Types.URL, SimpleType.STRING, String.class, Urls::url);
    set.global(
        "isURL", "is_url_string", SimpleType.BOOL, SimpleType.STRING, String.class, Urls::isUrl);
    set.member(
        "getScheme",
        "url_get_scheme",
        SimpleType.STRING,
        Types.URL,
        RequestUrl.class,
        RequestUrl::scheme);
    set.member(
        "getHost",
        "url_get_host",
        SimpleType.STRING,
        Types.URL,
        RequestUrl.class,
        RequestUrl::host);
    set.member(
        "getHostname",
        "url_get_hostname",
        SimpleType.STRING,
        Types.URL,
        RequestUrl.class,
        RequestUrl::hostname);
    set.member(
        "getPort",
        "url_get_port",
        SimpleType.STRING,
        Types.URL,
        RequestUrl.class,
        RequestUrl::port);
    set.member(
        "getEscapedPath",
        "url_get_escaped_path",
        SimpleType.STRING,
        Types.URL,
        RequestUrl.class,
        RequestUrl::escapedPath);
    set.member(
        "getQuery",
        "url_get_query",
        MapType.create(SimpleType.STRING, ListType.create(SimpleType.STRING)),
        Types.URL,
        RequestUrl.class,
        Urls::query);
  }

  private static RequestUrl url(String text) {
    try {
      return RequestUrl.parse(text);
    } catch (RequestUrl.Fault e) {
      throw new FunctionFailure(
          "URL parse error during conversion from string: parse \""
              + text
              + "\": "
              + e.getMessage());
    }
  }

  private static boolean isUrl(String text) {
    try {
      return RequestUrl.parse(text) != null;
    } catch (RequestUrl.Fault e) {
      return false;
    }
  }

  /** What cannot be decoded is left out. */
  private static Map<String, List<String>> query(RequestUrl url) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    for (String part : url.query().split("&", -1)) {
      if (!part.isEmpty() && part.indexOf(';') < 0) {
        int equals = part.indexOf('=');
        Optional<String> key = decode(equals < 0 ? part : part.substring(0, equals));
        Optional<String> value = decode(equals < 0 ? "" : part.substring(equals + 1));
        if (key.isPresent() && value.isPresent()) {
          values.computeIfAbsent(key.get(), name -> new ArrayList<>()).add(value.get());
        }
      }
    }
    return values;
  }

  private static Optional<String> decode(String text) {
    try {
      return Optional.of(URLDecoder.decode(text, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
