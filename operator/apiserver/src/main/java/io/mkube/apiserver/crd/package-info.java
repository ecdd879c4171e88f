/** Custom resource definitions. Read {@link io.mkube.apiserver.crd.CustomResources} first. */
@NullMarked
package io.mkube.apiserver.crd;

import org.jspecify.annotations.NullMarked;
