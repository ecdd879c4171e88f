/** Tests of the planners. */
@NullMarked
package io.mkube.apiserver.mirror;

import org.jspecify.annotations.NullMarked;
