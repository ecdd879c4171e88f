/**
 * Autoscalers in both of their versions. Read {@link
 * io.mkube.apiserver.builtin.scaling.AutoscalerRules} first.
 */
@NullMarked
package io.mkube.apiserver.builtin.scaling;

import org.jspecify.annotations.NullMarked;
