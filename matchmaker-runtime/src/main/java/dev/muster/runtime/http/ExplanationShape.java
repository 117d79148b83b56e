package dev.muster.runtime.http;

import dev.muster.engine.Event;
import dev.muster.engine.Explanation;
import dev.muster.engine.explain.Counterfactual;
import dev.muster.engine.explain.Diagnosis;
import dev.muster.engine.explain.LimitChange;
import dev.muster.engine.profile.Rules;
import dev.muster.engine.ticket.Refusal;
import dev.muster.engine.ticket.Search;
import dev.muster.engine.ticket.Ticket;
import dev.muster.runtime.explain.TicketExplanation;
import dev.muster.runtime.explain.TicketExplanation.OfMember;
import dev.muster.runtime.explain.TicketExplanation.OfTicket;
import dev.muster.runtime.store.QueueSearch;
import dev.muster.runtime.ticket.Timestamps;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Stream;

/** What is read of an explanation. Documented in docs/explain.md. */
final class ExplanationShape {
  private final boolean withIds;
  private final ExplanationSummary summary;

  /**
   * One for a port.
   *
   * @param withIds whether the ids of others' tickets are told
   * @param cities of the beacons that the Matchmaker lists
   */
  ExplanationShape(boolean withIds, List<String> cities) {
    this.withIds = withIds;
    this.summary = new ExplanationSummary(cities);
  }

  JsonObject of(TicketExplanation explanation) {
    if (explanation instanceof OfTicket it) {
      return ticket(it);
    } else if (explanation instanceof OfMember it) {
      return new JsonObject()
          .put("ticket_id", it.memberId())
          .put("group_id", it.group().groupId())
          .put("profile", it.group().queue())
          .put("status", it.group().status().name())
          .put("summary", ExplanationSummary.FORMING);
    } else {
      throw new AssertionError(explanation);
    }
  }

  private JsonObject ticket(OfTicket of) {
    var group = of.ticket().group();
    var json =
        new JsonObject()
            .put("ticket_id", of.ticket().ticket().id())
            .put("group_id", group.id())
            .put("profile", group.queue())
            .put("status", group.state().status().name())
            .put("summary", summary.of(of));
    group.state().place().ifPresent(place -> json.put("match_id", place.matchId()));
    group
        .state()
        .cancellation()
        .ifPresent(why -> json.put("cancellation", Shapes.cancellation(why)));
    of.held().ifPresent(held -> json.put("held", Shapes.held(held)));
    of.diagnosis().ifPresent(diagnosis -> json.put("search", search(diagnosis)));
    if (group.searches().size() > 1) {
      var profiles = new JsonArray();
      group.searches().forEach(one -> profiles.add(profile(of, one)));
      json.put("profiles", profiles);
    }
    return json;
  }

  /** One of several profiles that the ticket names. */
  private JsonObject profile(OfTicket of, QueueSearch one) {
    var json = new JsonObject().put("profile", one.queue()).put("summary", summary.of(of, one));
    one.ended().ifPresent(why -> json.put("cancellation", Shapes.cancellation(why)));
    var diagnosis = of.diagnoses().get(one.queue());
    return diagnosis == null ? json : json.put("search", search(diagnosis));
  }

  private JsonObject search(Diagnosis diagnosis) {
    var search = diagnosis.snapshot().group();
    var json =
        new JsonObject()
            .put("since", Timestamps.text(search.sinceMillis()))
            .put("age_seconds", seconds(search.ageMillis(diagnosis.nowMillis())))
            .put("expires_at", Timestamps.text(diagnosis.expiresAtMillis()))
            .put("stage", diagnosis.explanation().stage())
            .put("group_size", search.group().size())
            .put("match_size", matchSize(diagnosis.rules()))
            .put("candidates", candidates(diagnosis))
            .put("backfills", diagnosis.snapshot().backfills())
            .put("rules", rules(diagnosis))
            .put(
                "next_stage",
                diagnosis.nextStage().map(next -> nextStage(diagnosis, next)).orElse(null))
            .put(
                "match_at",
                diagnosis.matchAtMillis().isPresent()
                    ? Timestamps.text(diagnosis.matchAtMillis().getAsLong())
                    : null);
    var counterfactuals = new JsonArray();
    diagnosis
        .counterfactuals()
        .forEach(told -> counterfactuals.add(counterfactual(told, diagnosis)));
    return json.put("counterfactuals", counterfactuals).put("complete", diagnosis.isComplete());
  }

  private static JsonObject matchSize(Rules rules) {
    var count = rules.playerCount();
    return new JsonObject()
        .put("team_count", count.teamCount())
        .put("min_team_size", count.minTeamSize())
        .put("max_team_size", count.maxTeamSize());
  }

  private static JsonObject candidates(Diagnosis diagnosis) {
    return new JsonObject()
        .put("waiting", diagnosis.snapshot().waiting() - 1)
        .put("looked_at", diagnosis.explanation().candidates())
        .put("accepted", diagnosis.explanation().accepted());
  }

  private static JsonArray rules(Diagnosis diagnosis) {
    var rules = new JsonArray();
    diagnosis.explanation().rules().forEach(rule -> rules.add(rule(rule, diagnosis.rules())));
    return rules;
  }

  private static JsonObject rule(Explanation.ByRule verdict, Rules rules) {
    return new JsonObject()
        .put("rule", verdict.rule())
        .put("type", RuleUnits.type(verdict.rule(), rules))
        .put("refused", verdict.refused())
        .put("refused_alone", verdict.refusedAlone())
        .put("refused_pairs", verdict.refusedPairs())
        .put(
            "nearest_miss",
            verdict.nearestMiss().map(refusal -> nearestMiss(refusal, rules)).orElse(null));
  }

  private static JsonObject nearestMiss(Refusal refusal, Rules rules) {
    return new JsonObject()
        .put("beyond", RuleUnits.beyond(refusal, rules).orElse(null))
        .put("unit", RuleUnits.unit(refusal.rule(), rules))
        .put(
            "accepted_after_seconds",
            refusal.acceptedAfterMillis().isPresent()
                ? refusal.acceptedAfterMillis().getAsLong() / 1_000
                : null)
        .put("message", refusal.message());
  }

  private static JsonObject nextStage(Diagnosis diagnosis, Diagnosis.NextStage next) {
    return new JsonObject()
        .put("name", next.name())
        .put("at", Timestamps.text(next.atMillis()))
        .put("in_seconds", seconds(next.atMillis() - diagnosis.nowMillis()))
        .put("accepted", next.accepted())
        .put("accepted_later", next.acceptedLater())
        .put("changes", changes(next.changes()));
  }

  private static JsonArray changes(List<LimitChange> changes) {
    var all = new JsonArray();
    for (var change : changes) {
      all.add(
          new JsonObject()
              .put("rule", change.rule())
              .put("attribute", change.limit().attribute())
              .put("from", change.limit().written(change.from()))
              .put("to", change.limit().written(change.to())));
    }
    return all;
  }

  private JsonObject counterfactual(Counterfactual told, Diagnosis diagnosis) {
    var tickets =
        groups(told.match()).flatMap(search -> search.group().tickets().stream()).toList();
    var json =
        new JsonObject()
            .put("message", ExplanationSummary.of(told, diagnosis.nowMillis()))
            .put("rule", told.rule())
            .put("without_rule", told.changes().isEmpty())
            .put("from_stage", told.fromStage())
            .put("changes", changes(told.changes()))
            .put("at", Timestamps.text(told.atMillis()))
            .put("players", tickets.size());
    return withIds
        ? json.put("tickets", new JsonArray(tickets.stream().map(Ticket::id).toList()))
        : json;
  }

  private static Stream<Search> groups(Event.MatchMade match) {
    return match.teams().stream().flatMap(team -> team.groups().stream());
  }

  private static BigDecimal seconds(long millis) {
    return BigDecimal.valueOf(millis, 3);
  }
}
