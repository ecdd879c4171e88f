/**
 * Answers and their forms: objects, lists, tables, bare metadata. Read {@link
 * io.mkube.apiserver.answer.Answer} first.
 */
@NullMarked
package io.mkube.apiserver.answer;

import org.jspecify.annotations.NullMarked;
