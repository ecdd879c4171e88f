/** What a host receives when it boots. Read {@link io.mkube.crds.bootconfig.BootConfig} first. */
@NullMarked
package io.mkube.crds.bootconfig;

import org.jspecify.annotations.NullMarked;
