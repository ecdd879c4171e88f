package io.mkube.apiserver.rules;

/**
 * Where an object keeps what its {@code scale} subresource shows; JSON Pointers.
 *
 * @param specReplicas desired number
 * @param statusReplicas observed number
 * @param selector the label selector object, plain labels, or a string in selector syntax
 */
public record ScalePaths(String specReplicas, String statusReplicas, String selector) {}
