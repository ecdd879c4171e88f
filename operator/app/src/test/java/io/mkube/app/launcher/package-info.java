/** The packaged program, as a person starts it. Needs Linux programs and kubectl. */
@NullMarked
package io.mkube.app.launcher;

import org.jspecify.annotations.NullMarked;
