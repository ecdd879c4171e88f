/** Identity and resources of the device (/system). */
@NullMarked
package io.mkube.routeros.system;

import org.jspecify.annotations.NullMarked;
