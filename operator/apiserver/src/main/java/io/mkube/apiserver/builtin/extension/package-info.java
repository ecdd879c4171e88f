/**
 * What other programs register at the API: webhooks, policies, flow control, runtime classes. Kept
 * and shown; nothing here calls or evaluates it. Read {@link
 * io.mkube.apiserver.builtin.extension.ExtensionKinds} first.
 */
@NullMarked
package io.mkube.apiserver.builtin.extension;

import org.jspecify.annotations.NullMarked;
