/**
 * The functions that Kubernetes adds to CEL. Read {@link
 * io.mkube.apiserver.cel.library.KubernetesLibrary} first.
 */
@NullMarked
package io.mkube.apiserver.cel.library;

import org.jspecify.annotations.NullMarked;
