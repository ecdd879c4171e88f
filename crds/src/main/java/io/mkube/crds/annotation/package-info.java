/**
 * Annotation names and the syntax of their values. Read {@link
 * io.mkube.crds.annotation.MkubeAnnotations} first.
 */
@NullMarked
package io.mkube.crds.annotation;

import org.jspecify.annotations.NullMarked;
