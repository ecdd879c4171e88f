/**
 * Pods become containers of a device. Read {@link io.mkube.controllers.pod.PodReconciler} first.
 */
@NullMarked
package io.mkube.controllers.pod;

import org.jspecify.annotations.NullMarked;
