/**
 * Addresses of containers: arithmetic, the pure allocator, and claims that are written to the
 * Network before a device is touched. Read {@link io.mkube.controllers.address.AddressClaims}
 * first.
 */
@NullMarked
package io.mkube.controllers.address;

import org.jspecify.annotations.NullMarked;
