/**
 * An IP network on a bridge: range, gateway, name and lease services. Read {@link
 * io.mkube.crds.network.Network} first.
 */
@NullMarked
package io.mkube.crds.network;

import org.jspecify.annotations.NullMarked;
