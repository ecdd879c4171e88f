package io.mkube.crds.baremetalhost;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.mkube.crds.schema.Formats;
import org.jspecify.annotations.Nullable;

/**
 * Power control of a machine.
 *
 * @param address address of the management controller
 * @param mac hardware address of the management controller
 * @param hostname name of the management controller; absent means NAME-ipmi
 * @param network network of the management controller
 * @param username user name
 * @param password password; never printed
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record HostBmc(
    @Pattern(Formats.IP) @JsonPropertyDescription("Address of the management controller.")
        @Nullable String address,
    @Pattern(Formats.MAC) @JsonPropertyDescription("Hardware address of the management controller.")
        @Nullable String mac,
    @Pattern(Formats.DNS_NAME)
        @Size(max = 253)
        @JsonPropertyDescription("Name of the management controller; absent means NAME-ipmi.")
        @Nullable String hostname,
    @Pattern(Formats.OBJECT_NAME) @JsonPropertyDescription("Network of the management controller.")
        @Nullable String network,
    @Size(max = 255) @JsonPropertyDescription("User name.") @Nullable String username,
    @Size(max = 255) @JsonPropertyDescription("Password; never printed.")
        @Nullable String password) {

  @Override
  public String toString() {
    return "HostBmc[" + username + "@" + address + ", mac=" + mac + ", network=" + network + "]";
  }
}
