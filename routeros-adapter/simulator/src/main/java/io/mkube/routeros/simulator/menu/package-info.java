/**
 * Menus of rows with typed, version-dependent arguments. Read {@link
 * io.mkube.routeros.simulator.menu.TableMenu} first.
 */
@NullMarked
package io.mkube.routeros.simulator.menu;

import org.jspecify.annotations.NullMarked;
