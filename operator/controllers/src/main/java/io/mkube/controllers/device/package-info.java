/**
 * The routers of this control plane: one shared reading of each, and one guarded way to write. Read
 * {@link io.mkube.controllers.device.DeviceNode} first.
 */
@NullMarked
package io.mkube.controllers.device;

import org.jspecify.annotations.NullMarked;
