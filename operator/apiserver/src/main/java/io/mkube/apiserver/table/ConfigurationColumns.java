package io.mkube.apiserver.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/** Columns of config maps, secrets, accounts, quotas, roles and certificate requests. */
final class ConfigurationColumns {
  static final List<Column> CONFIG_MAP =
      List.of(
          Column.NAME,
          Column.count(
              "Data", object -> object.path("data").size() + object.path("binaryData").size()),
          Column.AGE);

  static final List<Column> SECRET =
      List.of(
          Column.NAME,
          Column.string("Type", object -> object.path("type").asText()),
          Column.count("Data", object -> object.path("data").size()),
          Column.AGE);

  static final List<Column> SERVICE_ACCOUNT =
      List.of(
          Column.NAME,
          Column.count("Secrets", object -> object.path("secrets").size()),
          Column.AGE);

  static final List<Column> RESOURCE_QUOTA =
      List.of(
          Column.NAME,
          Column.string("Request", quota -> used(quota, Part.REQUESTS)),
          Column.string("Limit", quota -> used(quota, Part.LIMITS)),
          Column.AGE);

  static final List<Column> LIMIT_RANGE = List.of(Column.NAME, Column.CREATED_AT);
  static final List<Column> ROLE = List.of(Column.NAME, Column.CREATED_AT);

  static final List<Column> BINDING =
      List.of(
          Column.NAME,
          Column.string(
              "Role",
              binding ->
                  binding.path("roleRef").path("kind").asText()
                      + "/"
                      + binding.path("roleRef").path("name").asText()),
          Column.AGE,
          Column.string("Users", binding -> subjects(binding, "User")).wide(),
          Column.string("Groups", binding -> subjects(binding, "Group")).wide(),
          Column.string("ServiceAccounts", binding -> subjects(binding, "ServiceAccount")).wide());

  static final List<Column> CERTIFICATE_REQUEST =
      List.of(
          Column.NAME,
          Column.AGE,
          Column.string("SignerName", request -> Texts.orNone(spec(request, "signerName"))),
          Column.string("Requestor", request -> spec(request, "username")),
          Column.string("RequestedDuration", request -> Texts.orNone(seconds(request))),
          Column.string("Condition", ConfigurationColumns::condition));

  private enum Part {
    REQUESTS,
    LIMITS
  }

  private ConfigurationColumns() {}

  private static String used(ObjectNode quota, Part part) {
    TreeMap<String, String> texts = new TreeMap<>();
    for (var amount : quota.path("status").path("hard").properties()) {
      String name = amount.getKey();
      boolean limit = name.startsWith("limits.");
      if (limit == (part == Part.LIMITS)) {
        String used = quota.path("status").path("used").path(name).asText("0");
        texts.put(name, name + ": " + used + "/" + amount.getValue().asText());
      }
    }
    return String.join(", ", texts.values());
  }

  private static String subjects(ObjectNode binding, String kind) {
    List<String> names = new ArrayList<>();
    for (JsonNode subject : binding.path("subjects")) {
      if (subject.path("kind").asText().equals(kind)) {
        String name = subject.path("name").asText();
        String namespace = subject.path("namespace").asText();
        boolean within = kind.equals("ServiceAccount") && !namespace.isEmpty();
        names.add(within ? namespace + "/" + name : name);
      }
    }
    return String.join(", ", names);
  }

  private static String spec(ObjectNode object, String field) {
    return object.path("spec").path(field).asText();
  }

  private static String seconds(ObjectNode request) {
    JsonNode seconds = request.path("spec").path("expirationSeconds");
    return seconds.isNumber() ? HumanDuration.of(Duration.ofSeconds(seconds.asLong())) : "";
  }

  private static String condition(ObjectNode request) {
    Set<String> types = new HashSet<>();
    for (JsonNode condition : request.path("status").path("conditions")) {
      types.add(condition.path("type").asText());
    }
    String decided = types.contains("Approved") ? "Approved" : "Pending";
    boolean issued = !request.path("status").path("certificate").asText().isEmpty();
    return (types.contains("Denied") ? "Denied" : decided)
        + (types.contains("Failed") ? ",Failed" : "")
        + (issued ? ",Issued" : "");
  }
}
