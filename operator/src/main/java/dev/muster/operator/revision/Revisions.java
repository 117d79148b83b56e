package dev.muster.operator.revision;

import dev.muster.api.v1alpha1.MatchmakerProfile;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Reads revisions. They never change, so each is read once and remembered, up to a limit.
 * Thread-safe.
 */
public final class Revisions {
  static final int MOST_REMEMBERED = 512;

  private final KubernetesClient client;
  private final Map<Key, Revision> remembered =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Revision> eldest) {
          return size() > MOST_REMEMBERED;
        }
      };

  /** Revisions as a client reads them. */
  public Revisions(KubernetesClient client) {
    this.client = client;
  }

  /** The revision of that name; empty when there is none, or it holds no spec. */
  public Optional<Revision> get(String namespace, String name) {
    if (name == null || name.isEmpty()) {
      return Optional.empty();
    }
    var key = new Key(namespace, name);
    var known = recall(key);
    if (known.isPresent()) {
      return known;
    }
    var read =
        Optional.ofNullable(
                client
                    .resources(ControllerRevision.class)
                    .inNamespace(namespace)
                    .withName(name)
                    .get())
            .flatMap(RevisionData::read);
    read.ifPresent(revision -> remember(key, revision));
    return read;
  }

  /**
   * The name of the Matchmaker that serves a profile: that of its revision in force, whatever its
   * spec asks for meanwhile; empty when no revision is in force.
   */
  public Optional<String> matchmaker(MatchmakerProfile profile) {
    var status = profile.getStatus();
    return status == null
        ? Optional.empty()
        : get(profile.getMetadata().getNamespace(), status.revision())
            .map(revision -> RevisionData.matchmaker(revision.spec()));
  }

  /**
   * Makes sure that a revision is there, whatever is remembered: one that was left long ago has
   * been removed since, and a roll-back wants it again.
   */
  public void ensure(ControllerRevision wanted) {
    if (client.resource(wanted).get() != null) {
      return;
    }
    try {
      client.resource(wanted).create();
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
        throw e;
      }
    }
  }

  private synchronized Optional<Revision> recall(Key key) {
    return Optional.ofNullable(remembered.get(key));
  }

  private synchronized void remember(Key key, Revision revision) {
    remembered.put(key, revision);
  }

  private record Key(String namespace, String name) {}
}
