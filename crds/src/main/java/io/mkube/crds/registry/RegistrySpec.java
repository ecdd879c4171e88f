package io.mkube.crds.registry;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.mkube.crds.schema.Defaults;
import io.mkube.crds.schema.Formats;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a registry is made of.
 *
 * @param network network that it lives in
 * @param staticIP address of the registry in that network
 * @param hostname name of the registry; absent means registry-NAME.ZONE
 * @param storePath path of the data volume; absent means /raid1/registry/NAME
 * @param listenAddr address to listen on; absent means :5000
 * @param pullThrough whether absent images are fetched from the upstream registries
 * @param upstreamRegistries registries to fetch absent images from
 * @param watchImages images that are copied whenever they change upstream
 * @param watchPollSeconds seconds between two looks at the watched images; absent means 120
 * @param notifyURL URL that is called after a push
 * @param tlsCertFile path of the certificate for TLS
 * @param tlsKeyFile path of the private key for TLS
 * @param managed whether the control plane deploys the registry itself
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
    value = "has(self.tlsCertFile) == has(self.tlsKeyFile)",
    message = "tlsCertFile and tlsKeyFile go together")
public record RegistrySpec(
    @Required
        @Pattern(Formats.OBJECT_NAME)
        @Size(max = 253)
        @JsonPropertyDescription("Network that it lives in.")
        String network,
    @Required
        @Pattern(Formats.IP)
        @JsonPropertyDescription("Address of the registry in that network.")
        String staticIP,
    @Pattern(Formats.DNS_NAME)
        @Size(max = 253)
        @JsonPropertyDescription("Name of the registry; absent means registry-NAME.ZONE.")
        @Nullable String hostname,
    @Pattern(Formats.ABSOLUTE_PATH)
        @Size(max = 1024)
        @JsonPropertyDescription("Path of the data volume; absent means /raid1/registry/NAME.")
        @Nullable String storePath,
    @Pattern(Formats.LISTEN_ADDRESS)
        @JsonPropertyDescription("Address to listen on; absent means :5000.")
        @Nullable String listenAddr,
    @JsonPropertyDescription("Whether absent images are fetched from the upstream registries.")
        boolean pullThrough,
    @Size(max = 64) @JsonPropertyDescription("Registries to fetch absent images from.")
        List<String> upstreamRegistries,
    @Size(max = 1024)
        @JsonPropertyDescription("Images that are copied whenever they change upstream.")
        List<WatchedImage> watchImages,
    @Min(1)
        @Max(86400)
        @JsonPropertyDescription(
            "Seconds between two looks at the watched images; absent means 120.")
        @Nullable Integer watchPollSeconds,
    @Pattern(Formats.HTTP_URL)
        @Size(max = 2048)
        @JsonPropertyDescription("URL that is called after a push.")
        @Nullable String notifyURL,
    @Pattern(Formats.ABSOLUTE_PATH) @JsonPropertyDescription("Path of the certificate for TLS.")
        @Nullable String tlsCertFile,
    @Pattern(Formats.ABSOLUTE_PATH) @JsonPropertyDescription("Path of the private key for TLS.")
        @Nullable String tlsKeyFile,
    @JsonPropertyDescription("Whether the control plane deploys the registry itself.")
        boolean managed) {
  public RegistrySpec {
    upstreamRegistries = Defaults.orEmpty(upstreamRegistries);
    watchImages = Defaults.orEmpty(watchImages);
  }
}
