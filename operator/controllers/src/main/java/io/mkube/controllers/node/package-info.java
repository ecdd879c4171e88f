/**
 * The Node and the heartbeat of each router. Read {@link io.mkube.controllers.node.NodeKeeper}
 * first.
 */
@NullMarked
package io.mkube.controllers.node;

import org.jspecify.annotations.NullMarked;
