/**
 * Who owns a row on a device or a record in DNS. Read {@link io.mkube.controllers.ownership.Marker}
 * first.
 */
@NullMarked
package io.mkube.controllers.ownership;

import org.jspecify.annotations.NullMarked;
