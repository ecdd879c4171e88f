/**
 * Workloads whose status follows their spec although nothing runs: what controllers, scheduler and
 * kubelets would do, without containers. For tests. Read {@link io.mkube.apiserver.mirror.Mirror}
 * first; the planners are pure.
 */
@NullMarked
package io.mkube.apiserver.mirror;

import org.jspecify.annotations.NullMarked;
