/** What a planner is told, and the plan that it answers with. */
@NullMarked
package io.mkube.apiserver.mirror.plan;

import org.jspecify.annotations.NullMarked;
