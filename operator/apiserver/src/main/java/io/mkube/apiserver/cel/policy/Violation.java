package io.mkube.apiserver.cel.policy;

/**
 * A validation that a request does not pass.
 *
 * @param message why not
 * @param reason of the answer, {@code ""} for the usual one
 */
public record Violation(String message, String reason) {}
