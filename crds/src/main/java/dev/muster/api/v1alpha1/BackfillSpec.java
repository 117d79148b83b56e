package dev.muster.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** Which server wants which group. Never changes: delete it and make another. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "self == oldSelf",
    message = "a Backfill's spec cannot be changed; delete it and create another")
public record BackfillSpec(
    @JsonPropertyDescription("The Matchmaker that serves the queue.")
        @Default(Api.DEFAULT_MATCHMAKER)
        @Pattern(Api.NAME_PATTERN)
        @Size(max = 40)
        String matchmaker,
    @JsonPropertyDescription("The queue whose players may come, as game clients call it.")
        @Required
        @Pattern(Api.QUEUE_PATTERN)
        @Size(max = 63)
        String queue,
    @JsonPropertyDescription("The server: one of podName and match.") @Required ServerRef server,
    @JsonPropertyDescription("How many players the group may have. Default [1].")
        @Size(min = 1, max = 32)
        List<@Min(1) @Max(256) Integer> groupSizes,
    @JsonPropertyDescription("How long it searches. Default: the profile's ticketExpirationPeriod.")
        @Pattern(Api.DURATION_PATTERN)
        @Size(max = 32)
        String expiresAfter,
    @JsonPropertyDescription("Who plays there now.") @Size(max = 256)
        List<BackfillTicketSpec> tickets) {
  /** A server, by its pod or by its Match. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @ValidationRule(
      value = "has(self.podName) != has(self.match)",
      message = "exactly one of podName and match is required")
  public record ServerRef(
      @JsonPropertyDescription("The server's pod.")
          @Pattern(Api.OBJECT_NAME_PATTERN)
          @Size(max = 253)
          String podName,
      @JsonPropertyDescription("The Match that the server plays.")
          @Pattern(Api.OBJECT_NAME_PATTERN)
          @Size(max = 253)
          String match) {}
}
