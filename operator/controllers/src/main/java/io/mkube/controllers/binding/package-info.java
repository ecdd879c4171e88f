/** Binds pods to routers. Read {@link io.mkube.controllers.binding.BindingReconciler} first. */
@NullMarked
package io.mkube.controllers.binding;

import org.jspecify.annotations.NullMarked;
