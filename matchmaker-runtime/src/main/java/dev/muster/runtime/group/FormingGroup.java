package dev.muster.runtime.group;

import dev.muster.engine.ticket.AttributeValue;
import dev.muster.engine.ticket.Group;
import dev.muster.engine.ticket.Search;
import dev.muster.runtime.store.GroupState;
import dev.muster.runtime.store.StoredGroup;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A group whose players are not all ready yet.
 *
 * @param members the owner first; at least one
 * @param changedAtMillis when something last happened to it, ms since the epoch
 */
record FormingGroup(String id, String queue, List<Member> members, long changedAtMillis) {
  FormingGroup {
    members = List.copyOf(members);
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
  FormingGroup inQueue(String name) {
    return new FormingGroup(id, name, members, changedAtMillis);
  }

  private FormingGroup with(Stream<Member> next, long nowMillis) {
    return new FormingGroup(id, queue, next.toList(), nowMillis);
  }

  /** The same players as a group of tickets whose age counts from now. */
  StoredGroup stored(GroupState state, long nowMillis) {
    var tickets = members.stream().map(Member::forMatching).toList();
    return new StoredGroup(
        queue,
        Search.beginning(new Group(id, tickets), nowMillis),
        members.stream().map(Member::ticket).toList(),
        0,
        state);
  }
}
