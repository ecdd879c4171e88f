/**
 * What the server tells about itself. Read {@link io.mkube.apiserver.discovery.Discovery} first.
 */
@NullMarked
package io.mkube.apiserver.discovery;

import org.jspecify.annotations.NullMarked;
