package io.mkube.apiserver.verb;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.authn.User;

/** Notes in a certificate signing request who asks, whatever the body says. */
final class Requester {
  private static final String GROUP = "certificates.k8s.io";

  private Requester() {}

  static void note(Call call, ObjectNode object) {
    if (!call.resource().type().kind().group().equals(GROUP)
        || !(object.get("spec") instanceof ObjectNode spec)) {
      return;
    }
    User user = call.user();
    spec.put("username", user.name());
    put(spec, "uid", user.uid());
    spec.remove("groups");
    user.groups().forEach(spec.withArray("groups")::add);
    spec.remove("extra");
    user.extra()
        .forEach(
            (key, values) -> {
              var list = spec.withObject("/extra").putArray(key);
              values.forEach(list::add);
            });
  }

  private static void put(ObjectNode spec, String field, String value) {
    if (value.isEmpty()) {
      spec.remove(field);
    } else {
      spec.put(field, value);
    }
  }
}
