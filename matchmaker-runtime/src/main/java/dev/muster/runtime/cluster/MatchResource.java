package dev.muster.runtime.cluster;

import dev.muster.api.ticket.TicketJson;
import dev.muster.api.v1alpha1.Api;
import dev.muster.api.v1alpha1.Match;
import dev.muster.api.v1alpha1.MatchSpec;
import dev.muster.api.v1alpha1.MatchSpec.GroupSpec;
import dev.muster.api.v1alpha1.MatchSpec.TeamSpec;
import dev.muster.api.v1alpha1.TicketSpec;
import dev.muster.runtime.loop.CommittedMatch;
import dev.muster.runtime.store.StoredGroup;
import dev.muster.runtime.store.StoredTicket;
import dev.muster.runtime.ticket.Timestamps;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.List;

/** From a committed match to its Match resource. Pure. */
final class MatchResource {
  private MatchResource() {}

  static Match of(CommittedMatch match, String namespace, String matchmaker) {
    var resource = new Match();
    resource.setMetadata(
        new ObjectMetaBuilder()
            .withName(match.name())
            .withNamespace(namespace)
            .addToLabels(Api.MATCHMAKER_LABEL, matchmaker)
            .addToLabels(Api.PROFILE_LABEL, match.profile())
            .build());
    resource.setSpec(spec(match, matchmaker));
    return resource;
  }

  private static MatchSpec spec(CommittedMatch match, String matchmaker) {
    return new MatchSpec(
        matchmaker,
        match.profile(),
        match.queue(),
        match.revision(),
        match.matchId(),
        match.expansion(),
        match.location(),
        match.teams().stream().map(team -> team(match, team)).toList(),
        match.teams().stream().flatMap(MatchResource::tickets).toList(),
        match.equality(),
        match.intersection(),
        match.backfill().orElse(null));
  }

  private static TeamSpec team(CommittedMatch match, CommittedMatch.Team team) {
    return new TeamSpec(
        team.id(), team.groups().stream().map(group -> group(match, group)).toList());
  }

  private static GroupSpec group(CommittedMatch match, StoredGroup group) {
    var others = group.queues().stream().filter(name -> !name.equals(match.queue())).toList();
    List<String> tickets = group.tickets().stream().map(StoredTicket::id).toList();
    return new GroupSpec(
        group.id(),
        tickets,
        Timestamps.text(group.search().sinceMillis()),
        group.search().pausedMillis(),
        group.failures(),
        others.isEmpty() ? null : others);
  }

  private static java.util.stream.Stream<TicketSpec> tickets(CommittedMatch.Team team) {
    return team.groups().stream()
        .flatMap(
            group -> group.tickets().stream().map(ticket -> ticket(ticket, group.id(), team.id())));
  }

  private static TicketSpec ticket(StoredTicket ticket, String groupId, String teamId) {
    return new TicketSpec(
        ticket.id(),
        Timestamps.text(ticket.createdAt()),
        ticket.playerIp().orElse(null),
        groupId,
        teamId,
        TicketJson.tree(ticket.attributes()),
        ticket.extras().map(TicketJson::tree).orElse(null));
  }
}
