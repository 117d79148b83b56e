package dev.muster.runtime.group;

import dev.muster.engine.ticket.AttributeValue;
import dev.muster.engine.ticket.Cancellation;
import dev.muster.engine.ticket.Group;
import dev.muster.engine.ticket.Search;
import dev.muster.runtime.store.GroupState;
import dev.muster.runtime.store.QueueSearch;
import dev.muster.runtime.store.StoredGroup;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A group whose players are not all ready yet.
 *
 * @param searches the queues that it names, in its order; at least one goes on
 * @param members the owner first; at least one
 * @param changedAtMillis when something last happened to it, ms since the epoch
 */
record FormingGroup(
    String id, List<QueueSearch> searches, List<Member> members, long changedAtMillis) {
  FormingGroup {
    searches = List.copyOf(searches);
    members = List.copyOf(members);
  }

  /** A group of one player who has just come. */
  static FormingGroup of(String id, List<String> queues, Member owner, long nowMillis) {
    return new FormingGroup(id, open(queues), List.of(owner), nowMillis);
  }

  /** Searches in queues that have not begun yet. */
  static List<QueueSearch> open(List<String> queues) {
    return queues.stream().map(QueueSearch::in).toList();
  }

  /** The queues in which it will search. */
  List<String> queues() {
    return searches.stream().filter(QueueSearch::isOpen).map(QueueSearch::queue).toList();
  }

  /** The first of the queues in which it will search; once there is none the first. */
  String queue() {
    return queues().isEmpty() ? searches.get(0).queue() : queues().get(0);
  }

  /** The same group, not to search anywhere. */
  FormingGroup cancelled(Cancellation why) {
    var ended =
        searches.stream()
            .map(one -> one.isOpen() ? new QueueSearch(one.queue(), Optional.of(why)) : one)
            .toList();
    return new FormingGroup(id, ended, members, changedAtMillis);
  }

  Optional<Member> member(String memberId) {
    return members.stream().filter(member -> member.id().equals(memberId)).findFirst();
  }

  boolean isOwner(String memberId) {
    return members.get(0).id().equals(memberId);
  }

  boolean isReady() {
    return members.stream().allMatch(Member::ready);
  }

  List<Map<String, AttributeValue>> attributes() {
    return members.stream().map(Member::values).toList();
  }

  /** How much the tickets take as JSON together, bytes. */
  long bytes() {
    return members.stream().mapToLong(Member::bytes).sum();
  }

  FormingGroup with(Member newcomer, long nowMillis) {
    return with(Stream.concat(members.stream(), Stream.of(newcomer)), nowMillis);
  }

  FormingGroup without(String memberId, long nowMillis) {
    return with(members.stream().filter(m -> !m.id().equals(memberId)), nowMillis);
  }

  FormingGroup ready(String memberId, boolean ready, long nowMillis) {
    return with(members.stream().map(m -> m.id().equals(memberId) ? m.ready(ready) : m), nowMillis);
  }

  /** The same group under another name of its queue. */
  FormingGroup renamed(String before, String now) {
    var renamed =
        searches.stream()
            .filter(one -> one.isOpen() || !one.queue().equals(now))
            .map(one -> one.queue().equals(before) ? new QueueSearch(now, one.ended()) : one)
            .toList();
    return new FormingGroup(id, renamed, members, changedAtMillis);
  }

  /** The same group, not to search in one of its queues; it has others. */
  FormingGroup without(String name, Cancellation why) {
    var rest =
        searches.stream()
            .map(one -> one.queue().equals(name) ? new QueueSearch(name, Optional.of(why)) : one)
            .toList();
    return new FormingGroup(id, rest, members, changedAtMillis);
  }

  private FormingGroup with(Stream<Member> next, long nowMillis) {
    return new FormingGroup(id, searches, next.toList(), nowMillis);
  }

  /** The same players as a group of tickets, ready or not, whose age counts from now. */
  StoredGroup stored(GroupState state, long nowMillis) {
    var tickets = members.stream().map(Member::forMatching).toList();
    return new StoredGroup(
        queue(),
        searches,
        Search.beginning(new Group(id, tickets), nowMillis),
        members.stream().map(Member::stored).toList(),
        0,
        state);
  }
}
