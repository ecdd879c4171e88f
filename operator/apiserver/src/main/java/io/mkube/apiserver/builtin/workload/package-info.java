/** Kinds that make pods. Read {@link io.mkube.apiserver.builtin.workload.WorkloadKinds} first. */
@NullMarked
package io.mkube.apiserver.builtin.workload;

import org.jspecify.annotations.NullMarked;
