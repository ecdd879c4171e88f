/** Custom resource definitions. */
@NullMarked
package io.mkube.apiserver.crd;

import org.jspecify.annotations.NullMarked;
