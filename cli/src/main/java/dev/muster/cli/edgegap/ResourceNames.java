package dev.muster.cli.edgegap;

import dev.muster.api.v1alpha1.Api;
import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** Names of resources made from names of queues: valid ones, and no two alike. */
final class ResourceNames {
  private static final int LONGEST = 40;

  private final Set<String> taken = new HashSet<>();

  /** Names that are valid stay with the queues that have them. */
  ResourceNames(Collection<String> queues) {
    queues.stream().filter(queue -> queue.matches(Api.NAME_PATTERN)).forEach(taken::add);
  }

  /** The queue's own name where Kubernetes allows it, otherwise one that resembles it. */
  String nameFor(String queue) {
    if (queue.matches(Api.NAME_PATTERN)) {
      return queue;
    }
    var name = resembling(queue);
    for (int i = 2; !taken.add(name); i++) {
      name = shortened(resembling(queue), LONGEST - 1 - Integer.toString(i).length()) + "-" + i;
    }
    return name;
  }

  private static String resembling(String queue) {
    var name = queue.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9-]+", "-");
    name = name.replaceAll("^-+|-+$", "");
    if (name.isEmpty() || !Character.isLetter(name.charAt(0))) {
      name = name.isEmpty() ? "queue" : "queue-" + name;
    }
    return shortened(name, LONGEST);
  }

  private static String shortened(String name, int length) {
    return name.substring(0, Math.min(length, name.length())).replaceAll("-+$", "");
  }
}
