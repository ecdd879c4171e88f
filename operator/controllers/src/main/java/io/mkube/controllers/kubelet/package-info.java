/**
 * What a kubelet serves to the API server: the logs of containers. Read {@link
 * io.mkube.controllers.kubelet.KubeletServer} first.
 */
@NullMarked
package io.mkube.controllers.kubelet;

import org.jspecify.annotations.NullMarked;
