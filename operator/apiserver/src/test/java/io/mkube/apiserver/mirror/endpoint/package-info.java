@NullMarked
package io.mkube.apiserver.mirror.endpoint;

import org.jspecify.annotations.NullMarked;
