/**
 * The site that the demo shows: its networks, and where its parts listen. Read {@link
 * io.mkube.app.site.SiteNetwork} first.
 */
@NullMarked
package io.mkube.app.site;

import org.jspecify.annotations.NullMarked;
