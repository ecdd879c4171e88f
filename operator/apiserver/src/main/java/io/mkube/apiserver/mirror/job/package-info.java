/** Runs the pods of Jobs. Read {@link io.mkube.apiserver.mirror.job.JobPlanner} first. */
@NullMarked
package io.mkube.apiserver.mirror.job;

import org.jspecify.annotations.NullMarked;
