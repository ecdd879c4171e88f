package io.mkube.apiserver.rbac;

/**
 * Whether somebody may do something.
 *
 * @param allowed whether
 * @param reason where the permission comes from, or what went wrong; may be empty
 */
public record Decision(boolean allowed, String reason) {}
