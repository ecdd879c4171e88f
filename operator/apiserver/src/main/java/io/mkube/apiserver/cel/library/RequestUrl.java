package io.mkube.apiserver.cel.library;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Locale;

/**
 * A URL or an absolute path: what Go's {@code url.ParseRequestURI} takes, which is more lenient
 * than RFC 3986, taken apart as {@code url.Parse} does, which knows fragments.
 *
 * @param scheme in lower case, {@code ""} if absent
 * @param host with the port
 * @param escapedPath as it was written if that is valid, else escaped
 * @param query what follows the question mark
 */
record RequestUrl(String scheme, String host, String escapedPath, String query) {
  private static final String UNRESERVED = "-_.~";
  private static final String IN_PATH = UNRESERVED + "$&+,/:;=@";
  private static final String WRITTEN_IN_PATH = IN_PATH + "!'()*[]%";
  private static final String IN_HOST = UNRESERVED + "!$&'()*+,;=:[]<>\"";
  private static final String IN_USER = "-._:~!$&'()*+,;=%@";

  /** Text is handled as bytes, each of which is a character here. */
  static RequestUrl parse(String text) throws Fault {
    String raw = new String(text.getBytes(UTF_8), ISO_8859_1);
    if (raw.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
      throw new Fault("net/url: invalid control character in URL");
    }
    if (raw.isEmpty()) {
      throw new Fault("empty url");
    }
    RequestUrl whole = take(raw, true);
    int fragment = raw.indexOf('#');
    if (fragment < 0 && !raw.startsWith("//")) {
      return whole;
    }
    unescape(raw.substring(fragment + 1));
    return take(fragment < 0 ? raw : raw.substring(0, fragment), false);
  }

  private static RequestUrl take(String raw, boolean request) throws Fault {
    int colon = schemeEnd(raw);
    String scheme = colon < 0 ? "" : raw.substring(0, colon).toLowerCase(Locale.ROOT);
    String rest = raw.substring(colon + 1);
    int mark = rest.indexOf('?');
    String query = mark < 0 ? "" : rest.substring(mark + 1);
    rest = mark < 0 ? rest : rest.substring(0, mark);
    if (!rest.startsWith("/")) {
      if (scheme.isEmpty()) {
        throw new Fault("invalid URI for request");
      }
      return new RequestUrl(scheme, "", "", characters(query));
    }
    String host = "";
    if (rest.startsWith("//") && (!scheme.isEmpty() || (!request && !rest.startsWith("///")))) {
      int slash = rest.indexOf('/', 2);
      host = authority(slash < 0 ? rest.substring(2) : rest.substring(2, slash));
      rest = slash < 0 ? "" : rest.substring(slash);
    }
    return new RequestUrl(scheme, host, path(rest), characters(query));
  }

  /** The host without port and brackets. */
  String hostname() {
    String name = host.substring(0, host.length() - portText().length());
    return name.startsWith("[") && name.endsWith("]") ? name.substring(1, name.length() - 1) : name;
  }

  String port() {
    String text = portText();
    return text.isEmpty() ? "" : text.substring(1);
  }

  private String portText() {
    int colon = host.lastIndexOf(':');
    return colon >= 0 && isPort(host.substring(colon)) ? host.substring(colon) : "";
  }

  private static int schemeEnd(String raw) throws Fault {
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c == ':') {
        if (i == 0) {
          throw new Fault("missing protocol scheme");
        }
        return i;
      }
      boolean follows = (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
      if (!isLetter(c) && (i == 0 || !follows)) {
        return -1;
      }
    }
    return -1;
  }

  private static String authority(String authority) throws Fault {
    int at = authority.lastIndexOf('@');
    String user = authority.substring(0, Math.max(0, at));
    if (!consistsOf(user, IN_USER)) {
      throw new Fault("net/url: invalid userinfo");
    }
    unescape(user);
    String host = authority.substring(at + 1);
    int end = host.startsWith("[") ? host.lastIndexOf(']') + 1 : host.lastIndexOf(':');
    if (host.startsWith("[") && end == 0) {
      throw new Fault("missing ']' in host");
    }
    if (end >= 0 && !isPort(host.substring(end))) {
      throw new Fault("invalid port \"" + characters(host.substring(end)) + "\" after host");
    }
    if (host.indexOf(':') != end && !host.startsWith("[") && end >= 0) {
      throw new Fault(
          "invalid port \"" + characters(host.substring(host.indexOf(':'))) + "\" after host");
    }
    for (int i = 0; i < host.length(); i++) {
      char c = host.charAt(i);
      if (c == '%'
          && !host.startsWith("%25", i)
          && (i + 1 >= host.length() || Character.digit(host.charAt(i + 1), 16) < 8)) {
        throw new Fault(
            "invalid URL escape \"" + host.substring(i, Math.min(i + 3, host.length())) + "\"");
      }
      if (c < 0x80 && c != '%' && !isAlphanumeric(c) && IN_HOST.indexOf(c) < 0) {
        throw new Fault("invalid character \"" + c + "\" in host name");
      }
    }
    return characters(unescape(host));
  }

  private static String path(String written) throws Fault {
    String path = unescape(written);
    return consistsOf(written, WRITTEN_IN_PATH) ? written : escape(path);
  }

  private static String escape(String path) {
    StringBuilder escaped = new StringBuilder();
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      if (isAlphanumeric(c) || IN_PATH.indexOf(c) >= 0) {
        escaped.append(c);
      } else {
        escaped.append("%%%02X".formatted((int) c));
      }
    }
    return escaped.toString();
  }

  private static String unescape(String text) throws Fault {
    if (text.indexOf('%') < 0) {
      return text;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '%') {
        out.write(c);
        continue;
      }
      String escape = text.substring(i, Math.min(i + 3, text.length()));
      if (escape.length() < 3
          || Character.digit(escape.charAt(1), 16) < 0
          || Character.digit(escape.charAt(2), 16) < 0) {
        throw new Fault("invalid URL escape \"" + characters(escape) + "\"");
      }
      out.write(Integer.parseInt(escape.substring(1), 16));
      i += 2;
    }
    return out.toString(ISO_8859_1);
  }

  private static boolean isPort(String text) {
    return text.isEmpty()
        || (text.charAt(0) == ':' && text.chars().skip(1).allMatch(c -> c >= '0' && c <= '9'));
  }

  private static boolean consistsOf(String text, String others) {
    return text.chars().allMatch(c -> isAlphanumeric((char) c) || others.indexOf(c) >= 0);
  }

  private static boolean isAlphanumeric(char c) {
    return isLetter(c) || (c >= '0' && c <= '9');
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private static String characters(String bytes) {
    return new String(bytes.getBytes(ISO_8859_1), UTF_8);
  }

  /** Why a text is no URL, in Go's words. */
  static final class Fault extends Exception {
    private static final long serialVersionUID = 1;

    Fault(String message) {
      super(message, null, false, false);
    }
  }
}
