/**
 * Validating admission policies. Read {@link io.mkube.apiserver.policy.AdmissionPolicies} first.
 */
@NullMarked
package io.mkube.apiserver.policy;

import org.jspecify.annotations.NullMarked;
