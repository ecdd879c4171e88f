/**
 * Figures of the API server beside its peers, from rounds that alternate between them in one run.
 * Read {@link io.mkube.benchmarks.api.Rounds} first.
 */
@NullMarked
package io.mkube.benchmarks.api;

import org.jspecify.annotations.NullMarked;
