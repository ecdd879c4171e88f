/**
 * Kinds that describe the cluster itself. Read {@link
 * io.mkube.apiserver.builtin.cluster.ClusterKinds} first.
 */
@NullMarked
package io.mkube.apiserver.builtin.cluster;

import org.jspecify.annotations.NullMarked;
