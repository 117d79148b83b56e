package dev.muster.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Map;

/** Who plays, and by which rules they met. Never changes. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(value = "self == oldSelf", message = "a Match's spec cannot be changed")
@ValidationRule(
    value = "self.tickets.all(one, self.tickets.exists_one(other, other.id == one.id))",
    message = "every ticket may be in a match once only",
    fieldPath = ".tickets")
@ValidationRule(
    value = "self.teams.all(one, self.teams.exists_one(other, other.id == one.id))",
    message = "every team needs an id of its own",
    fieldPath = ".teams")
public record MatchSpec(
    @JsonPropertyDescription("The Matchmaker that made it.") @Required @Size(max = 40)
        String matchmaker,
    @JsonPropertyDescription("The MatchmakerProfile by whose rules it was made.")
        @Required
        @Size(max = 40)
        String profile,
    @JsonPropertyDescription("What game clients call the queue.")
        @Required
        @Pattern(Api.QUEUE_PATTERN)
        @Size(max = 63)
        String queue,
    @JsonPropertyDescription("The ControllerRevision by which its server is started.")
        @Required
        @Size(max = 63)
        String revision,
    @JsonPropertyDescription("What clients and servers call the match: <queue>_<expansion>-<time>.")
        @Required
        @Size(max = 128)
        String matchId,
    @JsonPropertyDescription("The lowest stage among its groups: initial, or seconds in digits.")
        @Required
        @Size(max = 16)
        String expansion,
    @JsonPropertyDescription("The beacon that suits all players best; empty without one.")
        @Size(max = 63)
        String location,
    @JsonPropertyDescription("Who plays together.") @Required @Size(min = 1, max = 256)
        List<TeamSpec> teams,
    @JsonPropertyDescription("All tickets, in the order of the teams.")
        @Required
        @Size(min = 1, max = 256)
        List<TicketSpec> tickets,
    @JsonPropertyDescription("The resolved value by rule of type stringEquality.") @Size(max = 32)
        Map<String, String> equality,
    @JsonPropertyDescription("The resolved values by rule of type intersection.") @Size(max = 32)
        Map<String, List<String>> intersection,
    @JsonPropertyDescription(
            "The Backfill that it fills; absent for a match that gets a server of its own.")
        @Size(max = 253)
        String backfill) {
  /** The groups that play together. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record TeamSpec(
      @JsonPropertyDescription("The team's id.") @Required @Size(max = 64) String id,
      @JsonPropertyDescription("Its groups, the oldest first.") @Required @Size(min = 1, max = 256)
          List<GroupSpec> groups) {}

  /** Tickets that stay together, and what is needed to search again should the match fail. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record GroupSpec(
      @JsonPropertyDescription("The group's id.") @Required @Size(max = 64) String id,
      @JsonPropertyDescription("Its tickets' ids, the owner's first.")
          @Required
          @Size(min = 1, max = 256)
          List<@Size(max = 64) String> tickets,
      @JsonPropertyDescription("When its search began; its age counts from here.")
          @Required
          @Size(max = 40)
          String searchingSince,
      @JsonPropertyDescription(
              "How long its expiry clock had stood still before this match, in ms.")
          Long expiryPausedMillis,
      @JsonPropertyDescription("How many matches of it failed to start before this one.")
          Integer failures,
      @JsonPropertyDescription(
              "The other queues that it named: should the match fail, it searches in them again as"
                  + " well.")
          @Size(max = 8)
          List<@Size(max = 63) String> otherQueues) {
    /** A group that named one queue. */
    public GroupSpec(
        String id,
        List<String> tickets,
        String searchingSince,
        Long expiryPausedMillis,
        Integer failures) {
      this(id, tickets, searchingSince, expiryPausedMillis, failures, null);
    }
  }
}
