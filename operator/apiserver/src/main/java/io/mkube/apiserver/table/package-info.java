/**
 * Objects as the rows that {@code kubectl get} prints. Read {@link
 * io.mkube.apiserver.table.TableColumns} first.
 */
@NullMarked
package io.mkube.apiserver.table;

import org.jspecify.annotations.NullMarked;
