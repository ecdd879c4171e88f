/** Tests of quotas and limit ranges. */
@NullMarked
package io.mkube.apiserver.limits;

import org.jspecify.annotations.NullMarked;
