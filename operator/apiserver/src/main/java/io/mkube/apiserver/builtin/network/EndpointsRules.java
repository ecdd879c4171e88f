package io.mkube.apiserver.builtin.network;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.error.FieldError;
import io.mkube.apiserver.rules.Findings;
import io.mkube.apiserver.rules.KindRules;
import io.mkube.apiserver.rules.Trees;
import io.mkube.apiserver.schema.Addresses;
import java.util.List;

/** Endpoints. */
final class EndpointsRules implements KindRules {
  @Override
  public boolean allowsCreateOnUpdate() {
    return true;
  }

  @Override
  public void applyDefaults(ObjectNode object) {
    for (ObjectNode subset : Trees.objects(object, "subsets")) {
      for (ObjectNode port : Trees.objects(subset, "ports")) {
        Trees.defaultText(port, "protocol", "TCP");
      }
    }
  }

  @Override
  public List<FieldError> validateCreate(ObjectNode object) {
    Findings findings = new Findings();
    List<ObjectNode> subsets = Trees.objects(object, "subsets");
    for (int i = 0; i < subsets.size(); i++) {
      checkSubset(subsets.get(i), "subsets[" + i + "]", findings);
    }
    return findings.list();
  }

  @Override
  public List<FieldError> validateUpdate(ObjectNode object, ObjectNode old) {
    return validateCreate(object);
  }

  private static void checkSubset(ObjectNode subset, String path, Findings findings) {
    if (subset.path("addresses").isEmpty() && subset.path("notReadyAddresses").isEmpty()) {
      findings.required(path, "must specify `addresses` or `notReadyAddresses`");
    }
    for (String list : List.of("addresses", "notReadyAddresses")) {
      List<ObjectNode> addresses = Trees.objects(subset, list);
      for (int i = 0; i < addresses.size(); i++) {
        JsonNode ip = addresses.get(i).path("ip");
        if (!Addresses.isAddress(ip.asText())) {
          findings.invalid(
              path + "." + list + "[" + i + "].ip",
              ip,
              "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)");
        }
      }
    }
    List<ObjectNode> ports = Trees.objects(subset, "ports");
    for (int i = 0; i < ports.size(); i++) {
      String at = path + ".ports[" + i + "]";
      if (ports.size() > 1) {
        findings.requiredText(at + ".name", ports.get(i).path("name"));
      }
      ServiceChecks.checkNumber(ports.get(i).path("port"), at + ".port", findings);
      findings.requiredOneOf(
          at + ".protocol", ports.get(i).path("protocol"), ServiceChecks.PROTOCOLS);
    }
  }
}
