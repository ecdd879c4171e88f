@NullMarked
package io.mkube.apiserver.mirror.event;

import org.jspecify.annotations.NullMarked;
