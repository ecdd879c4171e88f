package io.mkube.routeros.simulator.microdns.zone;

/** Record types that microdns knows. */
public enum RecordType {
  A,
  AAAA,
  CNAME,
  NS,
  PTR,
  TXT,
  MX,
  SRV,
  SOA,
  CAA
}
