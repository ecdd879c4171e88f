/**
 * Removes what belongs to a pod from device, DNS and networks: when the pod is deleted, and when it
 * is found to be gone. Read {@link io.mkube.controllers.sweep.SweepPlanner} first.
 */
@NullMarked
package io.mkube.controllers.sweep;

import org.jspecify.annotations.NullMarked;
