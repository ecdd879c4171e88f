/**
 * Role-based access control: what rules, roles and bindings allow, without anything about requests
 * over HTTP. Read {@link io.mkube.apiserver.rbac.RoleBindings} first.
 */
@NullMarked
package io.mkube.apiserver.rbac;

import org.jspecify.annotations.NullMarked;
