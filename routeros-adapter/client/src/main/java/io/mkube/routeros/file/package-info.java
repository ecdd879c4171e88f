/** Files and folders on the device (/file). */
@NullMarked
package io.mkube.routeros.file;

import org.jspecify.annotations.NullMarked;
