/**
 * Keeps the pods of Deployments: {@code <name>-0} to {@code <name>-(n-1)}, without ReplicaSets
 * between. Read {@link io.mkube.controllers.deployment.DeploymentReconciler} first.
 */
@NullMarked
package io.mkube.controllers.deployment;

import org.jspecify.annotations.NullMarked;
