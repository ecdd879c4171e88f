package io.mkube.iso9660.bootargs;

/**
 * A word of a menu.
 *
 * @param start position of its first character
 * @param end position behind its last one
 * @param value what it says, without quotes
 */
record Word(int start, int end, String value) {}
