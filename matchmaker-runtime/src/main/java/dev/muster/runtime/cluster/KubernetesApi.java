package dev.muster.runtime.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.muster.api.v1alpha1.Api;
import dev.muster.api.v1alpha1.Backfill;
import dev.muster.api.v1alpha1.Match;
import dev.muster.api.v1alpha1.QueueStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * The API server over the client's own HTTP connection.
 *
 * <p>Not over the client's operations: {@code patch} reads the object first, which costs as much as
 * the patch itself, and they block.
 */
final class KubernetesApi implements ClusterApi {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String FIELD_MANAGER = "muster-runtime";
  private static final String MERGE_PATCH = "application/merge-patch+json";
  private static final String APPLY_PATCH = "application/apply-patch+yaml";
  private static final long TIMEOUT_SECONDS = 10;

  private final HttpClient http;
  private final Clock clock;
  private final KubernetesSerialization serialization;
  private final String musterUrl;
  private final String revisionsUrl;

  /**
   * The API server for one namespace.
   *
   * @param clock tells when a server asked to be stopped
   */
  KubernetesApi(KubernetesClient client, String namespace, Clock clock) {
    this.clock = clock;
    // Tried once: the client's own retries would hold a request back for half a minute.
    http =
        client
            .getHttpClient()
            .newBuilder()
            .tag(new RequestConfigBuilder().withRequestRetryBackoffLimit(0).build())
            .build();
    serialization = client.getKubernetesSerialization();
    var root = client.getMasterUrl().toString().replaceAll("/+$", "");
    musterUrl = root + "/apis/" + Api.GROUP + "/" + Api.VERSION + "/namespaces/" + namespace + "/";
    revisionsUrl = root + "/apis/apps/v1/namespaces/" + namespace + "/controllerrevisions/";
  }

  @Override
  public CompletionStage<Reply> create(Match match) {
    return send(
        request("matches?fieldManager=" + FIELD_MANAGER)
            .method("POST", "application/json", serialization.asJson(match)));
  }

  @Override
  public CompletionStage<Reply> match(String name) {
    return send(request("matches/" + name));
  }

  @Override
  public CompletionStage<Reply> markReleased(String match) {
    return annotate(match, Names.RELEASED_ANNOTATION, "true");
  }

  @Override
  public CompletionStage<Reply> markStopped(String match) {
    return annotate(match, Api.STOP_ANNOTATION, clock.instant().toString());
  }

  private CompletionStage<Reply> annotate(String match, String annotation, String value) {
    var patch = Map.of("metadata", Map.of("annotations", Map.of(annotation, value)));
    return send(
        request("matches/" + match + "?fieldManager=" + FIELD_MANAGER)
            .method("PATCH", MERGE_PATCH, json(patch)));
  }

  @Override
  public CompletionStage<Reply> create(Backfill backfill) {
    return send(
        request("backfills?fieldManager=" + FIELD_MANAGER)
            .method("POST", "application/json", serialization.asJson(backfill)));
  }

  @Override
  public CompletionStage<Reply> backfill(String name) {
    return send(request("backfills/" + name));
  }

  @Override
  public CompletionStage<Reply> deleteBackfill(String name) {
    return send(request("backfills/" + name).method("DELETE", "application/json", "{}"));
  }

  @Override
  public CompletionStage<Reply> revision(String name) {
    return send(http.newHttpRequestBuilder().uri(revisionsUrl + name));
  }

  @Override
  public CompletionStage<Reply> applyQueue(String profile, QueueStatus queue) {
    var applied =
        Map.of(
            "apiVersion",
            Api.GROUP + "/" + Api.VERSION,
            "kind",
            "MatchmakerProfile",
            "metadata",
            Map.of("name", profile),
            "status",
            Map.of("queue", queue));
    return send(
        request(
                "matchmakerprofiles/"
                    + profile
                    + "/status?force=true&fieldManager="
                    + FIELD_MANAGER)
            .method("PATCH", APPLY_PATCH, json(applied)));
  }

  private HttpRequest.Builder request(String path) {
    return http.newHttpRequestBuilder().uri(musterUrl + path);
  }

  private CompletionStage<Reply> send(HttpRequest.Builder request) {
    return http.sendAsync(request.timeout(TIMEOUT_SECONDS, TimeUnit.SECONDS).build(), String.class)
        .orTimeout(2 * TIMEOUT_SECONDS, TimeUnit.SECONDS)
        .handle((response, failure) -> failure == null ? reply(response) : unreachable(failure));
  }

  private static Reply reply(HttpResponse<String> response) {
    var body = response.body() == null ? "" : response.body();
    return new Reply(
        response.code(),
        response.isSuccessful() ? body : message(response.code(), body),
        retryAfter(response.header("Retry-After")));
  }

  private static Reply unreachable(Throwable failure) {
    var cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return Reply.unreachable(cause.toString());
  }

  /** The message of a Status, or the HTTP code when there is none. */
  private static String message(int code, String body) {
    try {
      var status = JSON.readTree(body);
      return status.path("message").asText("HTTP status " + code);
    } catch (JsonProcessingException e) {
      return "HTTP status " + code;
    }
  }

  private static Duration retryAfter(String seconds) {
    return seconds != null && seconds.matches("[0-9]{1,4}")
        ? Duration.ofSeconds(Long.parseLong(seconds))
        : Duration.ZERO;
  }

  private static String json(Map<String, ?> content) {
    return JSON.<JsonNode>valueToTree(content).toString();
  }
}
