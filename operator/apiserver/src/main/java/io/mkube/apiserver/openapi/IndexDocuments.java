package io.mkube.apiserver.openapi;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * OpenAPI 3.0 documents of what lies beside the resources: the lists of groups and versions, one
 * for each group, the server's version and the keys of its tokens.
 */
public final class IndexDocuments {
  /** Those that there are whatever is served, by their names below {@code /openapi/v3}. */
  public static final List<String> NAMES =
      List.of(".well-known/openid-configuration", "api", "apis", "openid/v1/jwks", "version");

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final String META = "io.k8s.apimachinery.pkg.apis.meta.v1.";
  private static final String LIST = "[]";
  private static final String OPTIONAL = "?";

  /** Fields with their types; a name of a type refers to it, brackets are a list of it. */
  private static final Map<String, List<String>> TYPES =
      Map.of(
          "APIGroup",
          List.of(
              "apiVersion string ?",
              "kind string ?",
              "name string",
              "preferredVersion GroupVersionForDiscovery ?",
              "serverAddressByClientCIDRs []ServerAddressByClientCIDR ?",
              "versions []GroupVersionForDiscovery"),
          "APIGroupList",
          List.of("apiVersion string ?", "groups []APIGroup", "kind string ?"),
          "APIVersions",
          List.of(
              "apiVersion string ?",
              "kind string ?",
              "serverAddressByClientCIDRs []ServerAddressByClientCIDR",
              "versions []string"),
          "GroupVersionForDiscovery",
          List.of("groupVersion string", "version string"),
          "ServerAddressByClientCIDR",
          List.of("clientCIDR string", "serverAddress string"));

  private IndexDocuments() {}

  /** The document of a name of {@link #NAMES}. */
  public static ObjectNode of(String name) {
    return switch (name) {
      case "version" -> document("/version/", "getCodeVersion", "get the version information", "");
      case "api" ->
          document("/api/", "getCoreAPIVersions", "get available API versions", "APIVersions");
      case "apis" ->
          document("/apis/", "getAPIVersions", "get available API versions", "APIGroupList");
      case "openid/v1/jwks" ->
          document(
              "/openid/v1/jwks/",
              "getServiceAccountIssuerOpenIDKeyset",
              "get service account issuer OpenID JSON Web Key Set (contains public token"
                  + " verification keys)",
              "");
      default ->
          document(
              "/.well-known/openid-configuration/",
              "getServiceAccountIssuerOpenIDConfiguration",
              "get service account issuer OpenID configuration, also known as the 'OIDC discovery"
                  + " doc'",
              "");
    };
  }

  /** The document of a group. */
  public static ObjectNode ofGroup(String group) {
    int end = group.indexOf('.');
    String word = end < 0 ? group : group.substring(0, end);
    String title = word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    return document(
        "/apis/" + group + "/",
        "get" + title + "APIGroup",
        "get information of a group",
        "APIGroup");
  }

  private static ObjectNode document(
      String path, String operation, String description, String type) {
    ObjectNode document = JSON.objectNode().put("openapi", "3.0.0");
    document
        .putObject("info")
        .put("title", "Kubernetes API of mkube")
        .put("version", "unversioned");
    ObjectNode get = document.putObject("paths").putObject(path).putObject("get");
    get.put("description", description).put("operationId", operation);
    ObjectNode answer = get.putObject("responses").putObject("200").put("description", "OK");
    ObjectNode schema =
        answer.putObject("content").putObject("application/json").putObject("schema");
    ObjectNode schemas = JSON.objectNode();
    if (type.isEmpty()) {
      schema.put("type", "object");
    } else {
      schema.setAll(TypeSchemas.reference(META + type));
      add(type, schemas);
    }
    document.putObject("components").set("schemas", schemas);
    return document;
  }

  private static void add(String type, ObjectNode schemas) {
    ObjectNode schema = schemas.putObject(META + type).put("type", "object");
    ObjectNode properties = schema.putObject("properties");
    List<String> required = new ArrayList<>();
    for (String line : TYPES.getOrDefault(type, List.of())) {
      String[] words = line.split(" ", -1);
      ObjectNode property = properties.putObject(words[0]);
      boolean list = words[1].startsWith(LIST);
      String element = list ? words[1].substring(LIST.length()) : words[1];
      ObjectNode value = list ? property.put("type", "array").putObject("items") : property;
      if (element.equals("string")) {
        value.put("type", element);
      } else {
        value.setAll(TypeSchemas.allOf(META + element));
        if (!schemas.has(META + element)) {
          add(element, schemas);
        }
      }
      if (!line.endsWith(OPTIONAL)) {
        required.add(words[0]);
      }
    }
    if (!required.isEmpty()) {
      var names = schema.putArray("required");
      required.forEach(names::add);
    }
  }
}
