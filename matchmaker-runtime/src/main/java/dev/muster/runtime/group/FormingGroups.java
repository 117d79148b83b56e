package dev.muster.runtime.group;

import dev.muster.engine.Entry;
import dev.muster.engine.ticket.Cancellation;
import dev.muster.engine.ticket.Cancellation.Reason;
import dev.muster.runtime.loop.Forming;
import dev.muster.runtime.loop.Queues;
import dev.muster.runtime.store.GroupListener;
import dev.muster.runtime.store.GroupState;
import dev.muster.runtime.store.TicketStore;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The groups that form now.
 *
 * <p>The loop's thread changes them; any thread may look. A group that ends without a search goes
 * into the store as CANCELLED, so that its players can read why.
 */
public final class FormingGroups implements Forming {
  /** How many players may be in groups that form, unless told otherwise. */
  public static final int DEFAULT_CAPACITY = 100_000;

  /** When to look at a group again; it may have changed since, or be gone. */
  private record Look(long atMillis, String groupId) {}

  private final TicketStore store;
  private final int capacity;
  private final GroupListener listener;
  private final Map<String, FormingGroup> groups = new ConcurrentHashMap<>();
  private final PriorityQueue<Look> looks =
      new PriorityQueue<>(Comparator.comparingLong(Look::atMillis));
  private int players;

  /**
   * None yet.
   *
   * @param capacity how many players may be in groups that form, at least 1
   */
  public FormingGroups(TicketStore store, int capacity) {
    this(store, capacity, GroupListener.NONE);
  }

  /**
   * None yet; somebody hears of their changes.
   *
   * @param capacity how many players may be in groups that form, at least 1
   */
  public FormingGroups(TicketStore store, int capacity, GroupListener listener) {
    this.store = store;
    this.capacity = capacity;
    this.listener = listener;
  }

  /** The group of that id, if it still forms. Any thread. */
  Optional<FormingGroup> group(String groupId) {
    return Optional.ofNullable(groups.get(groupId));
  }

  /** The group that a membership of that id is in, if it still forms. Any thread; O(groups). */
  public Optional<GroupView> groupOfMember(String memberId) {
    return groups.values().stream()
        .filter(group -> group.member(memberId).isPresent())
        .map(GroupView::of)
        .findFirst();
  }

  int capacity() {
    return capacity;
  }

  boolean hasRoom() {
    return players < capacity;
  }

  /** Puts a group in, or what it has become. */
  void put(Queues queues, FormingGroup group) {
    var before = groups.put(group.id(), group);
    players += group.members().size() - size(before);
    if (before == null) {
      looks.add(new Look(deadline(queues, group), group.id()));
    }
    listener.changed(group.id());
  }

  void remove(String groupId) {
    players -= size(groups.remove(groupId));
    listener.changed(groupId);
  }

  private static int size(FormingGroup group) {
    return group == null ? 0 : group.members().size();
  }

  /** By the longest of its profiles' periods. */
  private static long deadline(Queues queues, FormingGroup group) {
    return group.queues().stream()
        .map(queues::revision)
        .flatMap(Optional::stream)
        .map(r -> r.profile().periods().groupInactivityRemovalMillis())
        .max(Comparator.naturalOrder())
        .map(period -> group.changedAtMillis() + period)
        .orElse(queues.nowMillis());
  }

  @Override
  public void rulesChanged(Queues queues, String queue) {
    var profile = queues.revision(queue).orElseThrow().profile();
    for (var group : in(queue)) {
      Entry.recheck(profile, group.attributes(), queues.beaconsListed())
          .ifPresentOrElse(
              why -> leave(queues, group, queue, why),
              () -> looks.add(new Look(deadline(queues, group), group.id())));
    }
  }

  @Override
  public void renamed(Queues queues, String before, String now) {
    in(before).forEach(group -> put(queues, group.renamed(before, now)));
  }

  @Override
  public void closed(Queues queues, String queue, Cancellation why) {
    in(queue).forEach(group -> leave(queues, group, queue, why));
  }

  /** A group will not search in a queue: when that is its last, it ends. */
  private void leave(Queues queues, FormingGroup group, String queue, Cancellation why) {
    if (group.queues().equals(List.of(queue))) {
      cancel(queues, group, why);
    } else {
      put(queues, group.without(queue, why));
    }
  }

  private List<FormingGroup> in(String queue) {
    return groups.values().stream().filter(group -> group.queues().contains(queue)).toList();
  }

  @Override
  public void advance(Queues queues) {
    while (!looks.isEmpty() && looks.peek().atMillis() <= queues.nowMillis()) {
      group(looks.poll().groupId()).ifPresent(group -> look(queues, group));
    }
  }

  private void look(Queues queues, FormingGroup group) {
    long deadline = deadline(queues, group);
    if (deadline > queues.nowMillis()) {
      looks.add(new Look(deadline, group.id()));
    } else {
      cancel(
          queues,
          group,
          new Cancellation(
              Reason.INACTIVE,
              "Nothing happened to the group for its groupInactivityRemovalPeriod; create a new one."));
    }
  }

  @Override
  public long nextDueMillis() {
    return looks.isEmpty() ? Long.MAX_VALUE : looks.peek().atMillis();
  }

  /** The store first: whoever looks finds the group here or there. */
  private void cancel(Queues queues, FormingGroup group, Cancellation why) {
    long now = queues.nowMillis();
    var removeAt = OptionalLong.of(now + queues.removalMillis(group.queue()));
    store.create(group.cancelled(why).stored(new GroupState.Cancelled(why, removeAt), now));
    remove(group.id());
  }
}
