package io.mkube.store.nats;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mkube.store.nats.access.NatsLogin;
import io.mkube.store.nats.access.NatsTls;
import io.mkube.store.window.WindowLimits;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Takes store URLs apart; java.net.URI knows neither several hosts nor what must stay unsaid. */
final class NatsUrl {
  private static final String DEFAULT_PORT = "4222";
  private static final Set<String> OPTIONS =
      Set.of(
          "replicas",
          "history",
          "max_bytes",
          "creds",
          "nkey",
          "tls_ca",
          "tls_cert",
          "tls_key",
          "monitor",
          "batches");

  private final Map<String, String> options;

  private NatsUrl(Map<String, String> options) {
    this.options = options;
  }

  static NatsConfig parse(String url) {
    int scheme = url.indexOf("://");
    String kind = scheme < 0 ? "" : url.substring(0, scheme);
    if (!kind.equals("nats") && !kind.equals("tls")) {
      throw new IllegalArgumentException("a NATS URL begins with nats:// or tls://");
    }
    String rest = url.substring(scheme + "://".length());
    int query = rest.indexOf('?');
    NatsUrl parsed = new NatsUrl(options(query < 0 ? "" : rest.substring(query + 1)));
    rest = query < 0 ? rest : rest.substring(0, query);
    int slash = rest.indexOf('/', Math.max(rest.lastIndexOf('@'), 0));
    String bucket = slash < 0 ? "" : rest.substring(slash + 1);
    String authority = slash < 0 ? rest : rest.substring(0, slash);
    int at = authority.lastIndexOf('@');
    return new NatsConfig(
        servers(authority.substring(at + 1)),
        parsed.login(at < 0 ? null : authority.substring(0, at)),
        parsed.tls(kind.equals("tls")),
        parsed.bucket(bucket.endsWith("/") ? bucket.substring(0, bucket.length() - 1) : bucket),
        WindowLimits.DEFAULT,
        NatsConfig.DEFAULT_MAX_VALUE_BYTES,
        parsed.monitor());
  }

  private static Map<String, String> options(String query) {
    Map<String, String> options = new LinkedHashMap<>();
    for (String option : query.split("&", -1)) {
      if (option.isEmpty()) {
        continue;
      }
      int equals = option.indexOf('=');
      String name = equals < 0 ? option : option.substring(0, equals);
      String value = equals < 0 ? "" : decode("option " + name, option.substring(equals + 1));
      if (!OPTIONS.contains(name)) {
        throw new IllegalArgumentException(
            "unknown option '"
                + name
                + "'; known are "
                + String.join(", ", OPTIONS.stream().sorted().toList()));
      }
      if (value.isEmpty()) {
        throw new IllegalArgumentException("option " + name + " has no value");
      }
      if (options.put(name, value) != null) {
        throw new IllegalArgumentException("option " + name + " is given twice");
      }
    }
    return options;
  }

  private static List<String> servers(String hosts) {
    List<String> servers = new ArrayList<>();
    for (String server : hosts.split(",", -1)) {
      int bracket = server.lastIndexOf(']');
      int colon = server.indexOf(':', Math.max(bracket, 0));
      String host = colon < 0 ? server : server.substring(0, colon);
      String port = colon < 0 ? DEFAULT_PORT : server.substring(colon + 1);
      if (host.isEmpty() || host.indexOf('[') != (bracket < 0 ? -1 : 0) || host.indexOf(' ') >= 0) {
        throw new IllegalArgumentException(
            "host '" + host + "' is no name or address (an IPv6 address stands in brackets)");
      }
      servers.add(host + ":" + number("port of " + host, port, 65535));
    }
    return servers;
  }

  private NatsLogin login(@Nullable String userInfo) {
    List<NatsLogin> given = new ArrayList<>();
    if (userInfo != null) {
      int colon = userInfo.indexOf(':');
      String user = decode("user", colon < 0 ? userInfo : userInfo.substring(0, colon));
      if (user.isEmpty()) {
        throw new IllegalArgumentException("user before '@' is empty");
      }
      given.add(
          colon < 0
              ? new NatsLogin.Token(user)
              : new NatsLogin.UserPassword(
                  user, decode("password", userInfo.substring(colon + 1))));
    }
    file("creds").map(NatsLogin.CredentialsFile::new).ifPresent(given::add);
    file("nkey").map(NatsLogin.NkeyFile::new).ifPresent(given::add);
    if (given.size() > 1) {
      throw new IllegalArgumentException("give only one of user or token, creds and nkey");
    }
    return given.isEmpty() ? new NatsLogin.Anonymous() : given.getFirst();
  }

  private NatsTls tls(boolean required) {
    Optional<Path> certificate = file("tls_cert");
    Optional<Path> key = file("tls_key");
    if (certificate.isPresent() != key.isPresent()) {
      throw new IllegalArgumentException("tls_cert and tls_key are given together");
    }
    Optional<Path> authority = file("tls_ca");
    return new NatsTls(
        required || authority.isPresent() || key.isPresent(),
        authority,
        certificate.flatMap(file -> key.map(k -> new NatsTls.Identity(file, k))));
  }

  private NatsConfig.Bucket bucket(String name) {
    NatsConfig.Bucket defaults =
        NatsConfig.Bucket.of(name.isEmpty() ? NatsConfig.Bucket.DEFAULT_NAME : name);
    return new NatsConfig.Bucket(
        defaults.name(),
        (int) number("replicas", defaults.replicas(), Integer.MAX_VALUE),
        (int) number("history", defaults.history(), Integer.MAX_VALUE),
        number("max_bytes", defaults.maxBytes(), Long.MAX_VALUE),
        batches());
  }

  private boolean batches() {
    String value = options.getOrDefault("batches", "no");
    if (!value.equals("yes") && !value.equals("no")) {
      throw new IllegalArgumentException("option batches must be yes or no");
    }
    return value.equals("yes");
  }

  private Optional<URI> monitor() {
    String value = options.get("monitor");
    if (value == null) {
      return Optional.empty();
    }
    try {
      URI address = new URI(value);
      if (address.getHost() != null && Set.of("http", "https").contains(address.getScheme())) {
        return Optional.of(address);
      }
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("option monitor must be http://HOST:PORT", e);
    }
    throw new IllegalArgumentException("option monitor must be http://HOST:PORT");
  }

  private Optional<Path> file(String option) {
    String value = options.get(option);
    try {
      return value == null ? Optional.empty() : Optional.of(Path.of(value));
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("option " + option + " is no file name", e);
    }
  }

  private long number(String option, long unset, long most) {
    String value = options.get(option);
    return value == null ? unset : number("option " + option, value, most);
  }

  private static long number(String what, String value, long most) {
    try {
      long number = Long.parseLong(value);
      if (number >= 1 && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(what + " must be a number, not '" + value + "'", e);
    }
    throw new IllegalArgumentException(what + " must be 1 to " + most + ", not " + value);
  }

  /** A plus sign stands for itself, as it does in paths and passwords. */
  private static String decode(String what, String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), UTF_8);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(what + " has a '%' that begins no escape", e);
    }
  }
}
