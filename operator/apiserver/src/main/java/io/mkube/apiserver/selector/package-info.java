/** Label and field selectors. Read {@link io.mkube.apiserver.selector.LabelSelector} first. */
@NullMarked
package io.mkube.apiserver.selector;

import org.jspecify.annotations.NullMarked;
