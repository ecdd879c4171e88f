package io.mkube.apiserver.builtin.network;

import com.fasterxml.jackson.databind.JsonNode;
import io.mkube.apiserver.cel.library.IpAddress;
import io.mkube.apiserver.schema.address.LenientAddresses;
import java.util.ArrayList;
import java.util.List;

/** What kube-apiserver 1.32 warns of in the addresses of a Service, although it takes them. */
final class AddressWarnings {
  private static final String FUTURE =
      " was accepted, but will be invalid in a future Kubernetes release: ";

  private static final String LEADING_ZERO = "IPv4 field has octet with leading zero";

  private final List<String> warnings = new ArrayList<>();

  private AddressWarnings() {}

  static List<String> of(JsonNode spec) {
    AddressWarnings found = new AddressWarnings();
    if (!spec.path("clusterIP").asText("None").equals("None")) {
      found.addresses(spec, "clusterIPs");
    }
    found.addresses(spec, "externalIPs");
    String balancer = spec.path("loadBalancerIP").asText("");
    if (!balancer.isEmpty()) {
      found.address("spec.loadBalancerIP", balancer);
    }
    JsonNode ranges = spec.path("loadBalancerSourceRanges");
    for (int i = 0; i < ranges.size(); i++) {
      found.range("spec.loadBalancerSourceRanges[" + i + "]", ranges.get(i).asText());
    }
    return found.warnings;
  }

  private void addresses(JsonNode spec, String field) {
    JsonNode addresses = spec.path(field);
    for (int i = 0; i < addresses.size(); i++) {
      address("spec." + field + "[" + i + "]", addresses.get(i).asText());
    }
  }

  private void address(String path, String text) {
    String plain = LenientAddresses.plain(text).orElse(text);
    if (!plain.equals(text)) {
      warnings.add(path + ": IP address" + FUTURE + unread(text));
    } else {
      canonical(path, "address", text, text, "");
    }
  }

  private void range(String path, String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      return;
    }
    String address = text.substring(0, slash);
    String length = text.substring(slash);
    if (!LenientAddresses.plain(address).orElse(address).equals(address)) {
      prefix(path, text, unread(address));
    } else if (length.matches("/0[0-9]+")) {
      prefix(path, text, "bad bits after slash: \"" + length.substring(1) + "\"");
    } else {
      canonical(path, "prefix", text, address, length);
    }
  }

  private void prefix(String path, String text, String fault) {
    warnings.add(path + ": IP prefix" + FUTURE + "netip.ParsePrefix(\"" + text + "\"): " + fault);
  }

  private void canonical(String path, String what, String text, String address, String rest) {
    String usual = IpAddress.canonical(address).orElse(address) + rest;
    if (address.indexOf(':') >= 0 && !usual.equals(text)) {
      warnings.add(
          path
              + ": IPv6 "
              + what
              + " \""
              + text
              + "\" is not in RFC 5952 canonical format (\""
              + usual
              + "\"), which may cause controller apply-loops");
    }
  }

  private static String unread(String address) {
    return "ParseAddr(\"" + address + "\"): " + LEADING_ZERO;
  }
}
