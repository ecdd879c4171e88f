/** The REST interface of microdns: zones and records. */
@NullMarked
package io.mkube.routeros.microdns;

import org.jspecify.annotations.NullMarked;
