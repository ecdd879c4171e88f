package io.mkube.apiserver.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.admission.ServiceNetwork.Range;
import io.mkube.apiserver.error.ApiException;
import io.mkube.apiserver.error.Failure;
import io.mkube.apiserver.error.FieldError;
import io.mkube.apiserver.object.ObjectMetadata;
import io.mkube.apiserver.rules.GoText;
import io.mkube.apiserver.schema.address.LenientAddresses;
import java.math.BigInteger;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/** Gives services their families, addresses and node ports, and takes them back. */
final class ServiceAllocation implements WriteCompletion {
  private static final String CLUSTER_IP = "clusterIP";
  private static final String CLUSTER_IPS = "clusterIPs";
  private static final int ATTEMPTS = 10_000;

  private final ServiceNetwork network;
  private final ServiceFamilies families;
  private final AllocatedServices allocated;
  private final RandomGenerator random;

  ServiceAllocation(ServiceNetwork network, AllocatedServices allocated, RandomGenerator random) {
    this.network = network;
    this.families = new ServiceFamilies(network);
    this.allocated = allocated;
    this.random = random;
  }

  @Override
  public void onCreate(ObjectNode service) {
    ObjectNode spec = service.withObject("/spec");
    String address = spec.path(CLUSTER_IP).asText();
    if (!address.isEmpty() && spec.path(CLUSTER_IPS).isEmpty()) {
      spec.putArray(CLUSTER_IPS).add(address);
    }
    boolean incomplete = address.isEmpty() && !spec.path(CLUSTER_IPS).isEmpty();
    if (isExternal(spec) || incomplete) {
      return;
    }
    families.complete(service, spec);
    allocateAddresses(service, spec);
    allocatePorts(service, spec, Set.of());
  }

  @Override
  public void onUpdate(ObjectNode service, ObjectNode old) {
    ObjectNode spec = service.withObject("/spec");
    JsonNode before = old.path("spec");
    keepPorts(spec, before);
    if (isExternal(spec)) {
      return;
    }
    if (isExternal(before)) {
      families.complete(service, spec);
      allocateAddresses(service, spec);
    } else {
      families.keep(service, spec, before);
      if (spec.path("ipFamilies").size() > spec.path(CLUSTER_IPS).size() && !headless(spec)) {
        allocateAddresses(service, spec);
      }
    }
    allocatePorts(service, spec, nodePorts(before));
  }

  private void allocateAddresses(ObjectNode service, ObjectNode spec) {
    ArrayNode addresses =
        spec.get(CLUSTER_IPS) instanceof ArrayNode given ? given : spec.putArray(CLUSTER_IPS);
    if (headless(spec)) {
      if (addresses.isEmpty()) {
        addresses.add("None");
      }
      return;
    }
    JsonNode wanted = spec.path("ipFamilies");
    for (int i = 0; i < wanted.size(); i++) {
      Range range = families.range(wanted.get(i).asText());
      if (i < addresses.size()) {
        reserve(service, addresses, i, range);
      } else {
        addresses.add(next(service, range));
      }
    }
    spec.set(CLUSTER_IP, addresses.get(0));
  }

  /** Takes an address that the client chose; those of the present service are its own. */
  private void reserve(ObjectNode service, ArrayNode addresses, int at, Range range) {
    String given = addresses.get(at).asText();
    String address = LenientAddresses.plain(given).orElse("");
    boolean own = isApi(service) && address.equals(apiAddress());
    if (own || address.isEmpty() || !ObjectMetadata.of(service).resourceVersion().isEmpty()) {
      return;
    }
    String problem = "";
    if (!range.contains(address)) {
      problem =
          "the provided IP ("
              + given
              + ") is not in the valid range. The range of valid IPs is "
              + range.cidr();
    } else if (!allocated.isFree(ObjectMetadata.of(service), address)) {
      problem = "provided IP is already allocated";
    }
    if (!problem.isEmpty()) {
      throw refusal(
          service,
          FieldError.invalid(
              "spec.clusterIPs",
              GoText.texts(addresses),
              "failed to allocate IP " + given + ": " + problem));
    }
  }

  private String next(ObjectNode service, Range range) {
    if (isApi(service) && range.equals(network.ranges().getFirst())) {
      return apiAddress();
    }
    for (int i = 0; i < ATTEMPTS; i++) {
      BigInteger place =
          BigInteger.valueOf(random.nextLong() & Long.MAX_VALUE)
              .mod(range.size())
              .add(BigInteger.ONE);
      String address = range.at(place);
      if (!address.equals(apiAddress()) && allocated.choose(address, uid(service))) {
        return address;
      }
    }
    throw new ApiException(new Failure.Internal("failed to allocate a serviceIP: range is full"));
  }

  /**
   * Gives a service that is about to be stored something else instead of what belongs to another
   * one, which another server was faster to store.
   *
   * @throws ApiException if the client asked for just that
   */
  void yieldTo(ObjectNode service, Predicate<String> taken) {
    ObjectNode spec = service.withObject("/spec");
    if (spec.get(CLUSTER_IPS) instanceof ArrayNode addresses) {
      for (int i = 0; i < addresses.size(); i++) {
        yieldAddress(service, addresses, i, taken);
      }
      spec.set(CLUSTER_IP, addresses.get(0));
    }
    int index = 0;
    for (JsonNode port : spec.path("ports")) {
      String path = "spec.ports[" + index++ + "].nodePort";
      yieldPort(service, (ObjectNode) port, "nodePort", path, taken);
    }
    yieldPort(service, spec, "healthCheckNodePort", "spec.healthCheckNodePort", taken);
  }

  private void yieldAddress(
      ObjectNode service, ArrayNode addresses, int at, Predicate<String> taken) {
    String given = addresses.get(at).asText();
    String address = LenientAddresses.plain(given).orElse(given);
    if (!taken.test(address)) {
      return;
    }
    if (!allocated.isChosen(address, uid(service))) {
      throw refusal(
          service,
          FieldError.invalid(
              "spec.clusterIPs",
              GoText.texts(addresses),
              "failed to allocate IP " + address + ": provided IP is already allocated"));
    }
    addresses.set(at, next(service, families.range(address.contains(":") ? "IPv6" : "IPv4")));
  }

  private void yieldPort(
      ObjectNode service, ObjectNode holder, String field, String path, Predicate<String> taken) {
    int number = holder.path(field).asInt();
    String protocol = holder.path("protocol").asText("TCP");
    String claim = AllocatedServices.port(protocol, number);
    if (number == 0 || !taken.test(claim)) {
      return;
    }
    if (!allocated.isChosen(claim, uid(service))) {
      throw refusal(
          service,
          FieldError.invalid(path, Integer.toString(number), "provided port is already allocated"));
    }
    holder.put(field, freePort(service, protocol));
  }

  /**
   * Chooses what is missing and takes what the client chose.
   *
   * @param own ports that the service has already
   */
  private void allocatePorts(ObjectNode service, ObjectNode spec, Set<Integer> own) {
    String type = spec.path("type").asText();
    boolean balanced = type.equals("LoadBalancer");
    boolean wants = needsPorts(spec);
    int index = 0;
    for (JsonNode port : spec.path("ports")) {
      int number = port.path("nodePort").asInt();
      String protocol = port.path("protocol").asText("TCP");
      if (number > 0 && !own.contains(number) && (wants || balanced)) {
        choose(service, protocol, number, "spec.ports[" + index + "].nodePort");
      } else if (number == 0 && wants) {
        ((ObjectNode) port).put("nodePort", freePort(service, protocol));
      }
      index++;
    }
    if (needsHealth(spec) && spec.path("healthCheckNodePort").asInt() == 0) {
      spec.put("healthCheckNodePort", freePort(service, "TCP"));
    }
  }

  private void choose(ObjectNode service, String protocol, int number, String path) {
    String problem = "";
    if (number < network.firstPort() || number > network.lastPort()) {
      problem =
          "provided port is not in the valid range. The range of valid ports is "
              + network.firstPort()
              + "-"
              + network.lastPort();
    } else if (!allocated.isFree(
        ObjectMetadata.of(service), AllocatedServices.port(protocol, number))) {
      problem = "provided port is already allocated";
    }
    if (!problem.isEmpty()) {
      throw refusal(service, FieldError.invalid(path, Integer.toString(number), problem));
    }
  }

  private int freePort(ObjectNode service, String protocol) {
    for (int i = 0; i < ATTEMPTS; i++) {
      int port = random.nextInt(network.firstPort(), network.lastPort() + 1);
      if (allocated.choose(AllocatedServices.port(protocol, port), uid(service))) {
        return port;
      }
    }
    throw new ApiException(new Failure.Internal("failed to allocate a nodePort: range is full"));
  }

  /** Ports keep their numbers by their names; a type without numbers gives them up. */
  private static void keepPorts(ObjectNode spec, JsonNode before) {
    Set<Integer> known = nodePorts(before);
    Set<Integer> repeated = nodePorts(spec);
    if (needsPorts(before) && needsPorts(spec)) {
      for (JsonNode port : spec.path("ports")) {
        int number = port.path("nodePort").asInt() == 0 ? numberOf(port, before) : 0;
        if (number > 0 && !repeated.contains(number)) {
          ((ObjectNode) port).put("nodePort", number);
        }
      }
    } else if (needsPorts(before) && known.equals(repeated)) {
      for (JsonNode port : spec.path("ports")) {
        ((ObjectNode) port).remove("nodePort");
      }
    }
    String health = "healthCheckNodePort";
    if (needsHealth(before) && needsHealth(spec) && spec.path(health).asInt() == 0) {
      spec.set(health, before.path(health));
    }
  }

  private static int numberOf(JsonNode port, JsonNode before) {
    for (JsonNode known : before.path("ports")) {
      if (known.path("name").asText().equals(port.path("name").asText())) {
        return known.path("nodePort").asInt();
      }
    }
    return 0;
  }

  private static Set<Integer> nodePorts(JsonNode spec) {
    Set<Integer> numbers = new HashSet<>();
    for (JsonNode port : spec.path("ports")) {
      numbers.add(port.path("nodePort").asInt());
    }
    numbers.remove(0);
    return numbers;
  }

  private static boolean needsPorts(JsonNode spec) {
    return switch (spec.path("type").asText()) {
      case "NodePort" -> true;
      case "LoadBalancer" -> spec.path("allocateLoadBalancerNodePorts").asBoolean(true);
      default -> false;
    };
  }

  private static boolean needsHealth(JsonNode spec) {
    return spec.path("type").asText().equals("LoadBalancer")
        && spec.path("externalTrafficPolicy").asText().equals("Local");
  }

  private String apiAddress() {
    return network.ranges().getFirst().at(BigInteger.ONE);
  }

  private static String uid(ObjectNode service) {
    return ObjectMetadata.of(service).uid();
  }

  private static boolean isApi(ObjectNode service) {
    ObjectMetadata metadata = ObjectMetadata.of(service);
    return metadata.namespace().equals("default") && metadata.name().equals("kubernetes");
  }

  private static boolean isExternal(JsonNode spec) {
    return spec.path("type").asText().equals("ExternalName");
  }

  private static boolean headless(JsonNode spec) {
    return spec.path(CLUSTER_IP).asText().equals("None");
  }

  static ApiException refusal(ObjectNode service, FieldError error) {
    return new ApiException(
        new Failure.Invalid("", "Service", ObjectMetadata.of(service).name(), List.of(error)));
  }
}
