/**
 * An ISO image exported to hosts over iSCSI. Read {@link io.mkube.crds.iscsicdrom.IscsiCdrom}
 * first.
 */
@NullMarked
package io.mkube.crds.iscsicdrom;

import org.jspecify.annotations.NullMarked;
