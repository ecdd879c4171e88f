@NullMarked
package io.mkube.apiserver.mirror.job;

import org.jspecify.annotations.NullMarked;
