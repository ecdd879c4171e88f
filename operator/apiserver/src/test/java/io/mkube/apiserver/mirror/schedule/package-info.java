@NullMarked
package io.mkube.apiserver.mirror.schedule;

import org.jspecify.annotations.NullMarked;
