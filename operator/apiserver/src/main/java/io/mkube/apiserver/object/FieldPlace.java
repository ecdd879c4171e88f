package io.mkube.apiserver.object;

/**
 * A field where it stands in a text.
 *
 * @param path its path, such as {@code spec.containers[0].image}
 * @param name its name, the last part of the path
 * @param line line of the name, from 1
 * @param again whether the object around it has a field of this name before
 */
public record FieldPlace(String path, String name, int line, boolean again) {}
