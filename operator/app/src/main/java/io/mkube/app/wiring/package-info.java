/**
 * The places where the parts of the program meet: each class starts one part with what it needs and
 * closes it again. Read {@link io.mkube.app.wiring.ControlPlane} first.
 */
@NullMarked
package io.mkube.app.wiring;

import org.jspecify.annotations.NullMarked;
