package io.mkube.apiserver.access;

/**
 * What somebody wants to do.
 *
 * @param verb verb, such as {@code get}
 * @param group API group
 * @param resource plural resource name, with {@code /subresource} if there is one
 * @param namespace namespace, {@code ""} for cluster scope or all namespaces
 * @param name object name, may be empty
 */
public record Access(String verb, String group, String resource, String namespace, String name) {}
