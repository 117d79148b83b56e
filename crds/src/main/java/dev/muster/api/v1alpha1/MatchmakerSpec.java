package dev.muster.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** What a Matchmaker should be. Everything is optional: {@code spec: {}} is a working service. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "!has(self.replicas) || self.replicas <= 1",
    message =
        "replicas above 1 needs a store that all replicas share, and this release keeps tickets in memory:"
            + " use 0 or 1",
    fieldPath = ".replicas")
public record MatchmakerSpec(
    @JsonPropertyDescription(
            "How many runtimes serve this Matchmaker: 1, or 0 to stop it. Default 1.")
        @Default("1")
        @Min(0)
        @Max(100)
        Integer replicas,
    @JsonPropertyDescription("The runtime's image. Default: the one of the operator's release.")
        @Size(min = 1, max = 512)
        String image,
    @JsonPropertyDescription("CPU and memory that the runtime asks for and may use.")
        ResourcesSpec resources,
    @JsonPropertyDescription("How the runtime is reached.") ServiceSpec service,
    @JsonPropertyDescription(
            "The Secret whose every key is a valid token; keys that begin with server- are for game"
                + " servers. Default <name>-tokens, which the operator makes with one random key.")
        @Size(max = 253)
        @Pattern(Api.OBJECT_NAME_PATTERN)
        String tokensSecretName,
    @JsonPropertyDescription(
            "Origins that may call from a browser: exact (https://game.example), or every"
                + " sub-domain (https://*.game.example).")
        @Size(max = 64)
        List<@Size(max = 253) @Pattern(Api.ORIGIN_PATTERN) String> allowedCorsOrigins,
    @JsonPropertyDescription(
            "The range from which game servers with exposure HostPort get their ports. Default 7000"
                + " to 8000.")
        PortRangeSpec hostPorts,
    @JsonPropertyDescription("Places to which game clients measure their latency.") @Size(max = 64)
        List<BeaconSpec> beacons,
    @JsonPropertyDescription(
            "Whether players may ask why their own ticket waits: GET /v1/tickets/{id}/explain on the"
                + " public port, which tells numbers of others, but not whose. Default false; on the"
                + " management port it can always be asked.")
        @Default("false")
        Boolean explain,
    @JsonPropertyDescription(
            "Networks, such as 10.0.0.0/8, whose X-Forwarded-For, Forwarded, X-Real-Ip and Player-Ip"
                + " headers are believed. From any other peer they are ignored.")
        @Size(max = 64)
        List<@Size(max = 49) @Pattern(Api.NETWORK_PATTERN) String> trustedProxies,
    @JsonPropertyDescription("How many requests are answered per second. Default: no limit.")
        RateLimitsSpec rateLimits,
    @JsonPropertyDescription(
            "Whether every ticket and match can be read with a token, at /inspect/tickets and"
                + " /inspect/matches. Default false: ids of tickets are secrets.")
        @Default("false")
        Boolean inspect,
    @JsonPropertyDescription(
            "How many matches may have a game server, or get one, at a time. Further matches wait as"
                + " Pending, the oldest goes first; 0 holds them all. Lowering it ends no match. Matches"
                + " that fill a Backfill start no server and do not count. Default: no limit.")
        @Min(0)
        @Max(1_000_000)
        Integer maxRunningMatches,
    @JsonPropertyDescription(
            "How many game servers are started in any second, further attempts of a match included."
                + " Further matches wait as Pending, the oldest goes first. Default: no limit.")
        @Min(1)
        @Max(100_000)
        Integer maxStartsPerSecond) {
  /** A Matchmaker with every default. */
  public static MatchmakerSpec defaults() {
    return new MatchmakerSpec(
        null, null, null, null, null, null, null, null, null, null, null, null, null, null);
  }
}
