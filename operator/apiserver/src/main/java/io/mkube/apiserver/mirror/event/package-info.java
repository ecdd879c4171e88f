/** What controllers and kubelets say of their work, in Events. */
@NullMarked
package io.mkube.apiserver.mirror.event;

import org.jspecify.annotations.NullMarked;
