/**
 * Networks: their bridge, their zone and its records, and whether their name server answers. Read
 * {@link io.mkube.controllers.network.NetworkReconciler} first.
 */
@NullMarked
package io.mkube.controllers.network;

import org.jspecify.annotations.NullMarked;
