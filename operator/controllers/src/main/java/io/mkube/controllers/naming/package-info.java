/** How things of a pod are called on a device. */
@NullMarked
package io.mkube.controllers.naming;

import org.jspecify.annotations.NullMarked;
