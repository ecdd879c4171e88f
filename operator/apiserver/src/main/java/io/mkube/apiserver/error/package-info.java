/** Failures as Kubernetes Status answers. Read {@link io.mkube.apiserver.error.Failure} first. */
@NullMarked
package io.mkube.apiserver.error;

import org.jspecify.annotations.NullMarked;
