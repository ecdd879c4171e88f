/** Reading what is in a file. */
@NullMarked
package io.mkube.iso9660.content;

import org.jspecify.annotations.NullMarked;
