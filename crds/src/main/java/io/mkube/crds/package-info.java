/** Custom resources of mkube: one package per kind. */
@NullMarked
package io.mkube.crds;

import org.jspecify.annotations.NullMarked;
