/**
 * Rules of custom resources in CEL. Read {@link io.mkube.apiserver.cel.RuleLanguage} first.
 *
 * <p>Knows nothing of schemas: callers describe values by {@link io.mkube.apiserver.cel.ValueType}.
 * The CEL library is loaded when the first rule is compiled.
 */
@NullMarked
package io.mkube.apiserver.cel;

import org.jspecify.annotations.NullMarked;
