/** The built-in kinds. Read {@link io.mkube.apiserver.builtin.BuiltInKinds} first. */
@NullMarked
package io.mkube.apiserver.builtin;

import org.jspecify.annotations.NullMarked;
