/** What every kind is owed by the server: watches, pages, owners, checks, schemas, tables. */
@NullMarked
package io.mkube.conformance.machinery;

import org.jspecify.annotations.NullMarked;
