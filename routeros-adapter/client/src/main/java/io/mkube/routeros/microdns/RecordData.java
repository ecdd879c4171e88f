package io.mkube.routeros.microdns;

/** Type and payload of a DNS record. */
public sealed interface RecordData {
  /**
   * IPv4 address.
   *
   * @param address dotted text
   */
  record A(String address) implements RecordData {}

  /**
   * IPv6 address.
   *
   * @param address canonical text (RFC 5952)
   */
  record Aaaa(String address) implements RecordData {}

  /**
   * Text.
   *
   * @param text at most 255 bytes of UTF-8
   */
  record Txt(String text) implements RecordData {}

  /**
   * Any other type, kept as the server's JSON.
   *
   * @param type type name
   * @param json payload; when it comes from the server, members are in alphabetical order
   */
  record Other(String type, String json) implements RecordData {}
}
