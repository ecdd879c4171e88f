/**
 * Checks objects by the rules of their definition. Read {@link
 * io.mkube.apiserver.cel.validation.RuleNode} first.
 */
@NullMarked
package io.mkube.apiserver.cel.validation;

import org.jspecify.annotations.NullMarked;
