package io.mkube.apiserver.openapi;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/** What may stand in the query and in the path of a request. */
final class QueryParameters {
  static final List<String> NONE = List.of("pretty");
  static final List<String> LIST =
      List.of(
          "allowWatchBookmarks",
          "continue",
          "fieldSelector",
          "labelSelector",
          "limit",
          "pretty",
          "resourceVersion",
          "resourceVersionMatch",
          "sendInitialEvents",
          "timeoutSeconds",
          "watch");
  static final List<String> WRITE = List.of("dryRun", "fieldManager", "fieldValidation", "pretty");
  static final List<String> PATCH =
      List.of("dryRun", "fieldManager", "fieldValidation", "force", "pretty");
  static final List<String> DELETE =
      List.of(
          "dryRun",
          "gracePeriodSeconds",
          "ignoreStoreReadErrorWithClusterBreakingPotential",
          "orphanDependents",
          "pretty",
          "propagationPolicy");
  static final List<String> DELETE_COLLECTION =
      List.of(
          "continue",
          "dryRun",
          "fieldSelector",
          "gracePeriodSeconds",
          "labelSelector",
          "limit",
          "orphanDependents",
          "pretty",
          "propagationPolicy",
          "resourceVersion",
          "resourceVersionMatch",
          "timeoutSeconds");
  static final List<String> LOG =
      List.of(
          "container",
          "follow",
          "insecureSkipTLSVerifyBackend",
          "limitBytes",
          "pretty",
          "previous",
          "sinceSeconds",
          "tailLines",
          "timestamps");

  private static final Map<String, String> TEXTS =
      Map.ofEntries(
          Map.entry(
              "allowWatchBookmarks",
              "Asks for events of type BOOKMARK, which tell how far a watch has come."),
          Map.entry("container", "The container; needed if the pod has several."),
          Map.entry("continue", "Where the list goes on: the token that came with its last page."),
          Map.entry("dryRun", "All: everything is checked and nothing is stored."),
          Map.entry(
              "fieldManager", "Who makes the change. Needed for application/apply-patch requests."),
          Map.entry(
              "fieldSelector",
              "A selector to restrict the list of returned objects by their fields. Defaults to"
                  + " everything."),
          Map.entry(
              "fieldValidation",
              "What unknown and duplicate fields are: Ignore, Warn (the default) or Strict."),
          Map.entry("follow", "Follow the log stream of the pod. Defaults to false."),
          Map.entry("force", "Takes fields from other managers; for application/apply-patch only."),
          Map.entry(
              "gracePeriodSeconds",
              "Seconds until the object is removed; zero removes it at once."),
          Map.entry(
              "ignoreStoreReadErrorWithClusterBreakingPotential",
              "Removes an object that cannot be read from the store."),
          Map.entry("insecureSkipTLSVerifyBackend", "Does not check the certificate of the node."),
          Map.entry(
              "labelSelector",
              "A selector to restrict the list of returned objects by their labels. Defaults to"
                  + " everything."),
          Map.entry("limit", "The greatest number of objects of one page."),
          Map.entry("limitBytes", "The number of bytes after which the log ends."),
          Map.entry("name", "Name of the object"),
          Map.entry("namespace", "Namespace of the object"),
          Map.entry(
              "orphanDependents", "Deprecated in favour of propagationPolicy: keeps dependents."),
          Map.entry("pretty", "If 'true', the answer is laid out for people."),
          Map.entry("previous", "Shows the log of the container that ran before."),
          Map.entry(
              "propagationPolicy", "What becomes of dependents: Orphan, Background or Foreground."),
          Map.entry(
              "resourceVersion", "The revision that is wanted, or from which a watch goes on."),
          Map.entry(
              "resourceVersionMatch",
              "Whether a list is as old as resourceVersion (Exact) or not older (NotOlderThan)."),
          Map.entry(
              "sendInitialEvents",
              "Begins a watch with what there is, and a bookmark that ends it; with"
                  + " allowWatchBookmarks and resourceVersionMatch=NotOlderThan."),
          Map.entry("sinceSeconds", "Shows only lines that are not older."),
          Map.entry("tailLines", "Shows only so many lines from the end of the log."),
          Map.entry("timeoutSeconds", "The time after which a list or watch ends."),
          Map.entry("timestamps", "Begins each line with its time."),
          Map.entry(
              "watch",
              "Watch for changes to the described resources and return them as a stream of events."
                  + " Goes on from resourceVersion."));

  private QueryParameters() {}

  static ArrayNode of(List<String> names) {
    ArrayNode parameters = JsonNodeFactory.instance.arrayNode();
    names.forEach(name -> add(parameters, name, "query", valueType(name)));
    return parameters;
  }

  /** The parameters that a path has in braces. */
  static ArrayNode ofPath(String path) {
    ArrayNode parameters = JsonNodeFactory.instance.arrayNode();
    for (String name : List.of("name", "namespace")) {
      if (path.contains("{" + name + "}")) {
        add(parameters, name, "path", "string").put("required", true);
      }
    }
    return parameters;
  }

  private static ObjectNode add(ArrayNode parameters, String name, String place, String type) {
    ObjectNode parameter = parameters.addObject().put("name", name).put("in", place);
    parameter.put("description", TEXTS.getOrDefault(name, name));
    parameter.putObject("schema").put("type", type).put("uniqueItems", true);
    return parameter;
  }

  private static String valueType(String name) {
    return switch (name) {
      case "allowWatchBookmarks",
          "follow",
          "force",
          "ignoreStoreReadErrorWithClusterBreakingPotential",
          "insecureSkipTLSVerifyBackend",
          "orphanDependents",
          "previous",
          "sendInitialEvents",
          "timestamps",
          "watch" ->
          "boolean";
      case "gracePeriodSeconds",
          "limit",
          "limitBytes",
          "sinceSeconds",
          "tailLines",
          "timeoutSeconds" ->
          "integer";
      default -> "string";
    };
  }
}
