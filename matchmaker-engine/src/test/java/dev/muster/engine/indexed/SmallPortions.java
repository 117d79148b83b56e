package dev.muster.engine.indexed;

import dev.muster.engine.Event;
import dev.muster.engine.Matchmaking;
import dev.muster.engine.profile.Profile;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;

/** The indexed implementation when each call does as little as it can. */
public final class SmallPortions {
  private static final int ONE_UNIT = 1;

  private SmallPortions() {}

  /** An empty queue. */
  static IndexedMatchmaking open(Profile profile, boolean beaconsListed, int ticketLimit) {
    return new IndexedMatchmaking(profile, beaconsListed, ticketLimit, new Portion(ONE_UNIT));
  }

  /** An empty queue, in which a change of rules is told as if it were done at once. */
  public static Matchmaking openWithWholeChanges(
      Profile profile, boolean beaconsListed, int ticketLimit) {
    var engine = open(profile, beaconsListed, ticketLimit);
    return (Matchmaking)
        Proxy.newProxyInstance(
            Matchmaking.class.getClassLoader(),
            new Class<?>[] {Matchmaking.class},
            (proxy, method, arguments) -> {
              try {
                var result = method.invoke(engine, arguments);
                return method.getName().equals("change") ? settled(engine, result) : result;
              } catch (InvocationTargetException failure) {
                throw failure.getCause();
              }
            });
  }

  /** Groups first, then backfills. */
  private static List<Event> settled(IndexedMatchmaking engine, Object changed) {
    var groups = new ArrayList<Event>();
    var backfills = new ArrayList<Event>();
    for (var event : (List<?>) changed) {
      (event instanceof Event.GroupCancelled ? groups : backfills).add((Event) event);
    }
    engine.settle(groups);
    groups.addAll(backfills);
    return groups;
  }
}
