package io.mkube.iso9660.bootargs;

/**
 * A boot menu of an image.
 *
 * @param path path in the image, in an EFI partition as {@code esp1:/…}
 * @param text one character for each byte, as Latin-1 maps them, so that no encoding is broken
 * @param dialect its language
 */
record Menu(String path, String text, Dialect dialect) {}
