/**
 * The vocabulary in which a built-in kind says what it accepts. Read {@link
 * io.mkube.apiserver.rules.BuiltInKind} first.
 */
@NullMarked
package io.mkube.apiserver.rules;

import org.jspecify.annotations.NullMarked;
