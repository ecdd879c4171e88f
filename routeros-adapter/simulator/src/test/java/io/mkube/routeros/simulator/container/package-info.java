/** Image references and archives. */
@NullMarked
package io.mkube.routeros.simulator.container;

import org.jspecify.annotations.NullMarked;
