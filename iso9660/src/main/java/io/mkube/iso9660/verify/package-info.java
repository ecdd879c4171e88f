/** Whether an image keeps the rules. Read {@link io.mkube.iso9660.verify.ImageChecker} first. */
@NullMarked
package io.mkube.iso9660.verify;

import org.jspecify.annotations.NullMarked;
