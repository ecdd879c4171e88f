/**
 * Pods, and the pod specs in other kinds. Read {@link io.mkube.apiserver.builtin.pod.PodRules}
 * first.
 */
@NullMarked
package io.mkube.apiserver.builtin.pod;

import org.jspecify.annotations.NullMarked;
