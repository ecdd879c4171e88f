/**
 * Logs and the like, which the API server fetches from the node that runs a pod. Read {@link
 * io.mkube.apiserver.kubelet.PodConnections} first.
 */
@NullMarked
package io.mkube.apiserver.kubelet;

import org.jspecify.annotations.NullMarked;
