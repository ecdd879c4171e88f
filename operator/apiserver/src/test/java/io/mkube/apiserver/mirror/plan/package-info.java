/** What tests of planners ask of plans. */
@NullMarked
package io.mkube.apiserver.mirror.plan;

import org.jspecify.annotations.NullMarked;
