package io.mkube.controllers.pod.spec;

import io.mkube.controllers.address.IpAddress;

/**
 * A name in DNS.
 *
 * @param name name relative to the zone, lower case
 * @param address address
 */
public record DesiredRecord(String name, IpAddress address) {}
