package io.mkube.apiserver.access;

import io.mkube.apiserver.authn.User;
import io.mkube.apiserver.error.ApiException;
import io.mkube.apiserver.http.Exchange;
import io.mkube.apiserver.rbac.Access;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Lets a user act as another one who is named in headers. Thread-safe. */
final class Impersonation {
  private static final String PREFIX = "Impersonate-";
  private static final String USER = "Impersonate-User";
  private static final String GROUP = "Impersonate-Group";
  private static final String UID = "Impersonate-Uid";
  private static final String EXTRA = "impersonate-extra-";
  private static final String AUTHENTICATION = "authentication.k8s.io";
  private static final String ACCOUNT = "system:serviceaccount:";
  private final Authorizer authorizer;

  Impersonation(Authorizer authorizer) {
    this.authorizer = authorizer;
  }

  /**
   * The user that a request acts as; empty if it does not impersonate.
   *
   * @throws ApiException with 400 if something but no user is named, 403 if the real user may not
   */
  Optional<User> impersonated(Exchange exchange, User real) {
    if (!exchange.hasHeaderBeginning(PREFIX)) {
      return Optional.empty();
    }
    Set<String> names = exchange.headerNames();
    String name = exchange.header(USER).orElse("");
    List<String> groups = exchange.headers(GROUP);
    String uid = exchange.header(UID).orElse("");
    Map<String, List<String>> extra = extra(exchange, names);
    if (name.isEmpty()) {
      if (groups.isEmpty() && uid.isEmpty() && extra.isEmpty()) {
        return Optional.empty();
      }
      throw ApiException.badRequest(
          "requested " + described(groups, uid, extra) + " without impersonating a user");
    }
    List<String> account = account(name);
    require(
        real,
        account.isEmpty()
            ? onName("", "users", name)
            : new Access.OnResource(
                "impersonate", "", "serviceaccounts", "", account.get(0), account.get(1)));
    groups.forEach(group -> require(real, onName("", "groups", group)));
    extra.forEach(
        (key, values) ->
            values.forEach(
                value ->
                    require(
                        real,
                        new Access.OnResource(
                            "impersonate", AUTHENTICATION, "userextras", key, "", value))));
    if (!uid.isEmpty()) {
      require(real, onName(AUTHENTICATION, "uids", uid));
    }
    return Optional.of(new User(name, uid, allGroups(name, groups, account), extra));
  }

  private void require(User real, Access access) {
    authorizer.require(real, access);
  }

  private static Access onName(String group, String resource, String name) {
    return new Access.OnResource("impersonate", group, resource, "", "", name);
  }

  private static List<String> allGroups(String name, List<String> groups, List<String> account) {
    List<String> all = new ArrayList<>(groups);
    if (groups.isEmpty() && !account.isEmpty()) {
      all.add("system:serviceaccounts");
      all.add("system:serviceaccounts:" + account.getFirst());
    }
    if (!all.contains(User.AUTHENTICATED) && !all.contains(User.UNAUTHENTICATED)) {
      all.add(name.equals(User.ANONYMOUS.name()) ? User.UNAUTHENTICATED : User.AUTHENTICATED);
    }
    return all;
  }

  /** Namespace and name of a service account's user name; empty for any other user. */
  private static List<String> account(String user) {
    if (!user.startsWith(ACCOUNT)) {
      return List.of();
    }
    String[] parts = user.substring(ACCOUNT.length()).split(":", -1);
    return parts.length == 2 && !parts[0].isEmpty() && !parts[1].isEmpty()
        ? List.of(parts)
        : List.of();
  }

  private static Map<String, List<String>> extra(Exchange exchange, Set<String> names) {
    Map<String, List<String>> extra = new LinkedHashMap<>();
    for (String header : names) {
      String name = header.toLowerCase(Locale.ROOT);
      if (name.startsWith(EXTRA)) {
        String key = unescape(name.substring(EXTRA.length()));
        extra.computeIfAbsent(key, k -> new ArrayList<>()).addAll(exchange.headers(header));
      }
    }
    return extra;
  }

  /** Keys may hold characters that header names may not. */
  private static String unescape(String key) {
    try {
      return URLDecoder.decode(key.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return key;
    }
  }

  private static String described(
      List<String> groups, String uid, Map<String, List<String>> extra) {
    List<String> parts = new ArrayList<>();
    groups.forEach(group -> parts.add("group \"" + group + "\""));
    extra.keySet().forEach(key -> parts.add("extra \"" + key + "\""));
    if (!uid.isEmpty()) {
      parts.add("uid \"" + uid + "\"");
    }
    return String.join(", ", parts);
  }
}
