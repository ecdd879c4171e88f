/** Values as the device prints them. */
@NullMarked
package io.mkube.routeros.simulator.menu;

import org.jspecify.annotations.NullMarked;
