/**
 * What an expression costs, in the units of Kubernetes: estimated before it is accepted, counted
 * while it runs. The numbers decide which definitions are accepted, so they follow cel-go and the
 * estimators of kube-apiserver.
 */
@NullMarked
package io.mkube.apiserver.cel.cost;

import org.jspecify.annotations.NullMarked;
