/**
 * Which network a pod is on, and which routers have a network. Read {@link
 * io.mkube.controllers.placement.Placement} first.
 */
@NullMarked
package io.mkube.controllers.placement;

import org.jspecify.annotations.NullMarked;
