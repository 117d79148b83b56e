package dev.muster.operator;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.api.v1alpha1.Api;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient
class ServedKindsTest {
  private static final List<String> KINDS =
      List.of("Matchmaker", "MatchmakerProfile", "Match", "Backfill");
  private static final Set<String> ALL = Set.of();
  private static final Duration LONG = Duration.ofSeconds(60);
  KubernetesMockServer server;
  KubernetesClient client;

  @Test
  void waitsUntilEveryKindIsServed() {
    // Given one that comes a moment later
    answer("Match", 404, 1);
    KINDS.forEach(this::serve);
    // Then
    assertThatCode(() -> ServedKinds.await(client, ALL, LONG)).doesNotThrowAnyException();
  }

  @Test
  void namesTheKindsThatAreNotServedInTime() {
    // Given
    Stream.of("Matchmaker", "MatchmakerProfile").forEach(this::serve);
    Stream.of("Match", "Backfill").forEach(kind -> answer(kind, 404, 1_000));
    // Then
    assertThatThrownBy(() -> ServedKinds.await(client, ALL, Duration.ofSeconds(2)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("does not serve [backfills, matches] of muster.dev/v1alpha1");
  }

  @Test
  void takesAKindThatIsNotOursToSeeForServed() {
    // Given
    KINDS.forEach(kind -> answer(kind, 403, 1));
    // Then
    assertThatCode(() -> ServedKinds.await(client, ALL, LONG)).doesNotThrowAnyException();
  }

  /** In other namespaces it is refused whether the kind is there or not. */
  @Test
  void asksWhereTheOperatorHasRights() {
    // Given
    KINDS.forEach(kind -> answer(kind, 403, 1_000));
    Stream.of("Matchmaker", "MatchmakerProfile", "Backfill").forEach(kind -> serve(kind, "games"));
    answer("Match", "games", 404, 1_000);
    // Then
    assertThatThrownBy(
            () -> ServedKinds.await(client, Set.of("more", "games"), Duration.ofSeconds(2)))
        .hasMessageContaining("does not serve [matches] of muster.dev/v1alpha1");
  }

  @Test
  void givesUpAtOnceWhenTheAnswerIsAnother() {
    // Given
    KINDS.forEach(kind -> answer(kind, 401, 1));
    // Then
    assertThatThrownBy(() -> ServedKinds.await(client, ALL, LONG))
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining("401");
  }

  private void answer(String kind, int code, int times) {
    answer(kind, "", code, times);
  }

  private void answer(String kind, String namespace, int code, int times) {
    server.expect().get().withPath(list(kind, namespace)).andReturn(code, "{}").times(times);
  }

  private void serve(String kind) {
    serve(kind, "");
  }

  private void serve(String kind, String namespace) {
    server
        .expect()
        .get()
        .withPath(list(kind, namespace))
        .andReturn(
            200,
            """
            {"apiVersion": "muster.dev/v1alpha1", "kind": "%sList",
             "metadata": {"resourceVersion": "1"}, "items": []}
            """
                .formatted(kind))
        .always();
    server
        .expect()
        .get()
        .withPath(
            path(kind, namespace)
                + "?allowWatchBookmarks=true&fieldSelector=metadata.name%3D-&resourceVersion=1"
                + "&timeoutSeconds=600&watch=true")
        .andUpgradeToWebSocket()
        .open()
        .done()
        .always();
  }

  private static String list(String kind, String namespace) {
    return path(kind, namespace) + "?fieldSelector=metadata.name%3D-&resourceVersion=0";
  }

  private static String path(String kind, String namespace) {
    var plural = kind.endsWith("ch") ? kind + "es" : kind + "s";
    return "/apis/"
        + Api.GROUP
        + "/"
        + Api.VERSION
        + (namespace.isEmpty() ? "/" : "/namespaces/" + namespace + "/")
        + plural.toLowerCase(java.util.Locale.ROOT);
  }
}
