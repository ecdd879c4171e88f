/**
 * What the server counts and measures, under the names of kube-apiserver. Read {@link
 * io.mkube.apiserver.metrics.ServerMetrics} first.
 */
@NullMarked
package io.mkube.apiserver.metrics;

import org.jspecify.annotations.NullMarked;
