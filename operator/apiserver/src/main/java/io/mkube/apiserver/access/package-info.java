/** Access reviews. */
@NullMarked
package io.mkube.apiserver.access;

import org.jspecify.annotations.NullMarked;
