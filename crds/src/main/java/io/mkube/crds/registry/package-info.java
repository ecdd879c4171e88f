/**
 * An image registry that the control plane runs or knows. Read {@link
 * io.mkube.crds.registry.Registry} first.
 */
@NullMarked
package io.mkube.crds.registry;

import org.jspecify.annotations.NullMarked;
