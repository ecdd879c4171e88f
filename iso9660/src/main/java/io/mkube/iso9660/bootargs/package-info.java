/**
 * Arguments for the kernels that an image boots. Read {@link
 * io.mkube.iso9660.bootargs.KernelArguments} first.
 */
@NullMarked
package io.mkube.iso9660.bootargs;

import org.jspecify.annotations.NullMarked;
