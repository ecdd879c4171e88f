/** A node that tests play. */
@NullMarked
package io.mkube.apiserver.kubelet;

import org.jspecify.annotations.NullMarked;
