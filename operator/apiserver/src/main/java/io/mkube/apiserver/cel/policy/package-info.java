/**
 * Expressions of admission policies. Read {@link io.mkube.apiserver.cel.policy.PolicyProgram}
 * first.
 */
@NullMarked
package io.mkube.apiserver.cel.policy;

import org.jspecify.annotations.NullMarked;
