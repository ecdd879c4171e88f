/** Who may do what. Read {@link io.mkube.apiserver.builtin.access.AccessKinds} first. */
@NullMarked
package io.mkube.apiserver.builtin.access;

import org.jspecify.annotations.NullMarked;
