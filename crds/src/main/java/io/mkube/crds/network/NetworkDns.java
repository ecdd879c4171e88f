package io.mkube.crds.network;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.mkube.crds.schema.Defaults;
import io.mkube.crds.schema.Formats;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The DNS server of a network.
 *
 * @param endpoint base URL of its REST interface; absent means http://SERVER:8080
 * @param zone zone that names of this network are written to
 * @param server address at which it answers queries
 * @param port port at which it answers queries, at the host of the endpoint; absent means 53
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record NetworkDns(
    @Pattern(Formats.HTTP_URL)
        @Size(max = 2048)
        @JsonPropertyDescription("Base URL of its REST interface; absent means http://SERVER:8080.")
        @Nullable String endpoint,
    @Pattern(Formats.DNS_NAME)
        @Size(max = 253)
        @JsonPropertyDescription("Zone that names of this network are written to.")
        @Nullable String zone,
    @Pattern(Formats.IP) @JsonPropertyDescription("Address at which it answers queries.")
        @Nullable String server,
    @Min(1)
        @Max(65535)
        @JsonPropertyDescription(
            "Port at which it answers queries, at the host of the endpoint; absent means 53.")
        @Nullable Integer port) {

  /** Port at which the server answers queries. */
  public int queryPort() {
    return Defaults.or(port, 53);
  }

  /** Base URL of the server's REST interface; empty when neither endpoint nor server is known. */
  public Optional<String> restUrl() {
    if (endpoint != null) {
      return Optional.of(endpoint);
    }
    return Optional.ofNullable(server)
        .map(address -> address.contains(":") ? "[" + address + "]" : address)
        .map(host -> "http://" + host + ":8080");
  }
}
