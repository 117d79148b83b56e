package dev.muster.runtime.group;

import dev.muster.engine.ticket.Cancellation;
import dev.muster.engine.ticket.Cancellation.Reason;
import dev.muster.runtime.loop.Loop;
import dev.muster.runtime.loop.Queues;
import dev.muster.runtime.store.StoredGroup;
import dev.muster.runtime.store.TicketStore;
import dev.muster.runtime.ticket.IdSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Groups that players form by themselves: one creates it, others join by its id, and it searches
 * from the moment that everybody in it is ready. From then on nobody can join.
 *
 * <p>A membership's id is that of its ticket to come.
 */
public final class Groups {
  private static final Cancellation GROUP_DELETED =
      new Cancellation(Reason.DELETED, "The group was deleted.");
  private static final Cancellation MEMBER_LEFT =
      new Cancellation(Reason.DELETED, "A member left the group after its search had begun.");
  private static final Cancellation OWNER_LEFT =
      new Cancellation(Reason.DELETED, "The group was deleted: its owner left it.");

  private final Loop loop;
  private final TicketStore store;
  private final FormingGroups forming;
  private final Players players;

  /** Those of one loop, its forming groups and its store. */
  public Groups(Loop loop, FormingGroups forming, TicketStore store, IdSource ids) {
    this.loop = loop;
    this.store = store;
    this.forming = forming;
    this.players = new Players(ids);
  }

  /** Makes a group with its owner in it, who may be ready at once. */
  public CompletionStage<Outcome<MemberView>> create(TicketRequest request, boolean ready) {
    return loop.ask(
        queues -> {
          var problems = Door.first(queues, request);
          if (!problems.isEmpty()) {
            return new Outcome.Invalid<>(problems);
          }
          var owner = players.member(queues, request, ready);
          return settle(
              queues,
              FormingGroup.of(players.groupId(), request.queues(), owner, queues.nowMillis()),
              owner.id());
        });
  }

  /** Lets a player join a group. */
  public CompletionStage<Outcome<MemberView>> join(
      String groupId, TicketRequest request, boolean ready) {
    return loop.ask(
        queues ->
            forming
                .group(groupId)
                .map(group -> join(queues, group, request, ready))
                .orElseGet(() -> tooLateOrGone(groupId, "joined")));
  }

  private Outcome<MemberView> join(
      Queues queues, FormingGroup group, TicketRequest request, boolean ready) {
    var problems = Door.next(queues, group.searches(), group.attributes(), request);
    if (!problems.isEmpty()) {
      return new Outcome.Invalid<>(problems);
    }
    var newcomer = players.member(queues, request, ready);
    var larger = group.with(newcomer, queues.nowMillis());
    return Door.tooLarge(larger)
        .<Outcome<MemberView>>map(problem -> new Outcome.Invalid<>(List.of(problem)))
        .orElseGet(() -> settle(queues, larger, newcomer.id()));
  }

  /** Says whether a player is ready to search. */
  public CompletionStage<Outcome<MemberView>> setReady(
      String groupId, String memberId, boolean ready) {
    return loop.ask(
        queues ->
            forming
                .group(groupId)
                .map(group -> setReady(queues, group, memberId, ready))
                .orElseGet(() -> memberTooLateOrGone(groupId, memberId)));
  }

  private Outcome<MemberView> setReady(
      Queues queues, FormingGroup group, String memberId, boolean ready) {
    if (group.member(memberId).isEmpty()) {
      return new Outcome.NotFound<>("member");
    }
    return settle(queues, group.ready(memberId, ready, queues.nowMillis()), memberId);
  }

  private Outcome<MemberView> memberTooLateOrGone(String groupId, String memberId) {
    return stored(groupId, memberId).isPresent()
        ? tooLateOrGone(groupId, "changed")
        : new Outcome.NotFound<>("member");
  }

  private Outcome<MemberView> tooLateOrGone(String groupId, String what) {
    return store
        .group(groupId)
        .<Outcome<MemberView>>map(
            group ->
                new Outcome.Conflict<>(
                    "The group is "
                        + group.state().status()
                        + " and cannot be "
                        + what
                        + " any more; create a new one"))
        .orElseGet(() -> new Outcome.NotFound<>("group"));
  }

  /** Keeps what a group has become, and lets it search when everybody in it is ready. */
  private Outcome<MemberView> settle(Queues queues, FormingGroup group, String memberId) {
    if (group.isReady()) {
      var begun = Players.begin(queues, group, stored -> view(stored, memberId).orElseThrow());
      if (begun instanceof Outcome.Done) {
        forming.remove(group.id());
      }
      return begun;
    }
    if (group.members().size() > size(group.id()) && !forming.hasRoom()) {
      return new Outcome.NoRoom<>(
          "As many players form groups as may (" + forming.capacity() + "); try again in a moment");
    }
    forming.put(queues, group);
    return new Outcome.Done<>(view(group, group.member(memberId).orElseThrow()));
  }

  private int size(String groupId) {
    return forming.group(groupId).map(group -> group.members().size()).orElse(0);
  }

  /**
   * Lets a player leave: before the search begins, alone, or with everybody if it is the owner;
   * afterwards it cancels the group.
   */
  public CompletionStage<Outcome<Void>> leave(String groupId, String memberId) {
    return loop.ask(
        queues ->
            forming
                .group(groupId)
                .map(group -> leave(queues, group, memberId))
                .orElseGet(() -> leaveSearching(queues, groupId, memberId)));
  }

  private Outcome<Void> leave(Queues queues, FormingGroup group, String memberId) {
    if (group.member(memberId).isEmpty()) {
      return new Outcome.NotFound<>("member");
    }
    if (group.isOwner(memberId)) {
      forming.remove(group.id());
      return new Outcome.Done<>(null);
    }
    var rest = group.without(memberId, queues.nowMillis());
    var settled = settle(queues, rest, rest.members().get(0).id());
    if (!(settled instanceof Outcome.Done)) {
      // Everybody who is left is ready, but there is no room to search. Leaving must still work;
      // the owner has to say again that he is ready.
      forming.put(queues, rest.ready(rest.members().get(0).id(), false, queues.nowMillis()));
    }
    return new Outcome.Done<>(null);
  }

  private Outcome<Void> leaveSearching(Queues queues, String groupId, String memberId) {
    return store
        .group(groupId)
        .filter(group -> view(group, memberId).isPresent())
        .map(group -> Deletion.of(queues, groupId, "group", leaving(group, memberId)))
        .orElseGet(() -> new Outcome.NotFound<>("member"));
  }

  /** The first is who made the group. */
  private static Cancellation leaving(StoredGroup group, String memberId) {
    return group.tickets().get(0).id().equals(memberId) ? OWNER_LEFT : MEMBER_LEFT;
  }

  /** Deletes a group: before its search begins it is gone; afterwards it is cancelled. */
  public CompletionStage<Outcome<Void>> delete(String groupId) {
    return loop.ask(
        queues -> {
          if (forming.group(groupId).isPresent()) {
            forming.remove(groupId);
            return new Outcome.Done<>(null);
          }
          return Deletion.of(queues, groupId, "group", GROUP_DELETED);
        });
  }

  /** The membership of that id. Any thread; never waits. */
  public Optional<MemberView> member(String groupId, String memberId) {
    return forming
        .group(groupId)
        .map(group -> group.member(memberId).map(member -> view(group, member)))
        .orElseGet(() -> stored(groupId, memberId));
  }

  /** The group of that id. Any thread; never waits. */
  public Optional<GroupView> group(String groupId) {
    return forming
        .group(groupId)
        .map(GroupView::of)
        .or(() -> store.group(groupId).map(GroupView::of));
  }

  private Optional<MemberView> stored(String groupId, String memberId) {
    return store.group(groupId).flatMap(group -> view(group, memberId));
  }

  private static Optional<MemberView> view(StoredGroup group, String memberId) {
    return group.tickets().stream()
        .filter(ticket -> ticket.id().equals(memberId))
        .findFirst()
        .map(
            ticket ->
                new MemberView(
                    group.id(),
                    memberId,
                    ticket.ready(),
                    Optional.of(memberId),
                    ticket.extras(),
                    group.searches(),
                    Optional.of(group.state())));
  }

  private static MemberView view(FormingGroup group, Member member) {
    return new MemberView(
        group.id(),
        member.id(),
        member.ready(),
        Optional.empty(),
        member.ticket().extras(),
        group.searches(),
        Optional.empty());
  }
}
