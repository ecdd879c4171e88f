/**
 * Kinds that make workloads reachable. Read {@link io.mkube.apiserver.builtin.network.NetworkKinds}
 * first.
 */
@NullMarked
package io.mkube.apiserver.builtin.network;

import org.jspecify.annotations.NullMarked;
