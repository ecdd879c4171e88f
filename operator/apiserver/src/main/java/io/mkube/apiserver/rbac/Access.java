package io.mkube.apiserver.rbac;

/** What somebody wants to do. */
public sealed interface Access {
  /** Verb, such as {@code get}. */
  String verb();

  /** The sentence that says that a user may not, without the reason. */
  String refusal(String user);

  /**
   * Something with an object or a collection.
   *
   * @param verb verb
   * @param group API group
   * @param resource plural resource name
   * @param subresource subresource, {@code ""} for the object itself
   * @param namespace namespace, {@code ""} for cluster scope or all namespaces
   * @param name object name, may be empty
   */
  record OnResource(
      String verb, String group, String resource, String subresource, String namespace, String name)
      implements Access {
    /** The resource as rules name it: {@code pods}, {@code pods/log}. */
    public String qualified() {
      return subresource.isEmpty() ? resource : resource + "/" + subresource;
    }

    @Override
    public String refusal(String user) {
      String where =
          namespace.isEmpty() ? " at the cluster scope" : " in the namespace \"" + namespace + "\"";
      return "User \""
          + user
          + "\" cannot "
          + verb
          + " resource \""
          + qualified()
          + "\" in API group \""
          + group
          + "\""
          + where;
    }
  }

  /**
   * Something with a path that is no resource.
   *
   * @param verb HTTP method in small letters
   * @param path path
   */
  record OnPath(String verb, String path) implements Access {
    @Override
    public String refusal(String user) {
      return "User \"" + user + "\" cannot " + verb + " path \"" + path + "\"";
    }
  }
}
