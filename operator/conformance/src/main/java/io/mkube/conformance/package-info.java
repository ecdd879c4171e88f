/**
 * Drives the packaged program with real clients, for tests and benchmarks. Read {@link
 * io.mkube.conformance.MkubeProcess} first.
 */
@NullMarked
package io.mkube.conformance;

import org.jspecify.annotations.NullMarked;
