/**
 * A machine with power control and network cards. Read {@link
 * io.mkube.crds.baremetalhost.BareMetalHost} first.
 */
@NullMarked
package io.mkube.crds.baremetalhost;

import org.jspecify.annotations.NullMarked;
