package io.mkube.apiserver.verb;

/**
 * The verbs on objects.
 *
 * @param reads get and list
 * @param writes create, update and patch
 * @param deletes delete and deletecollection
 */
public record ObjectVerbs(ReadVerbs reads, WriteVerbs writes, DeleteVerbs deletes) {}
