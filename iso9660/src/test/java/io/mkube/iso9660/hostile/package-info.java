/**
 * Images that were made to break their reader. Read {@link io.mkube.iso9660.hostile.ImageFuzzer}
 * first.
 */
package io.mkube.iso9660.hostile;
