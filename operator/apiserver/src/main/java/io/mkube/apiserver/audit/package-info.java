/**
 * Who did what, in the form of {@code audit.k8s.io/v1}. Read {@link
 * io.mkube.apiserver.audit.AuditLog} first.
 */
@NullMarked
package io.mkube.apiserver.audit;

import org.jspecify.annotations.NullMarked;
