package dev.muster.runtime.http;

import dev.muster.engine.profile.Profile;
import dev.muster.runtime.http.openapi.ApiDocument;
import dev.muster.runtime.loop.Loop;
import dev.muster.runtime.loop.QueueRevision;
import dev.muster.runtime.loop.Queues;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The OpenAPI document of the profiles that are served now, and the packaged Swagger UI that shows
 * it.
 */
final class Documentation {
  private static final String WEBJAR = "/META-INF/resources/webjars/swagger-ui/";
  private static final String WEBJAR_PROPERTIES =
      "/META-INF/maven/org.webjars/swagger-ui/pom.properties";
  private static final String SCRIPT = "text/javascript; charset=utf-8";

  /** What of the page is its own, and what is of the packaged Swagger UI. */
  private static final Map<String, String> TYPES =
      Map.of(
          "start.js",
          SCRIPT,
          "swagger-ui-bundle.js",
          SCRIPT,
          "swagger-ui.css",
          "text/css; charset=utf-8",
          "favicon-32x32.png",
          "image/png");

  private final Loop loop;
  private volatile Written written = new Written(List.of(), null);

  /** A document and the revisions that it was made from. */
  private record Written(List<QueueRevision> revisions, Buffer document) {}

  Documentation(Loop loop) {
    this.loop = loop;
  }

  /** {@code GET /swagger/v1/swagger.json}. */
  void document(RoutingContext request) {
    Future.fromCompletionStage(
            loop.ask(Documentation::revisions), request.vertx().getOrCreateContext())
        .onSuccess(revisions -> send(request, "application/json", document(revisions)))
        .onFailure(request::fail);
  }

  private static List<QueueRevision> revisions(Queues queues) {
    return queues.names().stream().map(queues::revision).flatMap(Optional::stream).toList();
  }

  private Buffer document(List<QueueRevision> revisions) {
    var known = written;
    if (known.document() == null || !known.revisions().equals(revisions)) {
      List<Profile> profiles = revisions.stream().map(QueueRevision::profile).toList();
      known = new Written(revisions, ApiDocument.of(profiles).toBuffer());
      written = known;
    }
    return known.document();
  }

  /** {@code GET /}. */
  void page(RoutingContext request) {
    request
        .response()
        .putHeader(
            "Content-Security-Policy",
            "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:");
    sendFile(request, "index.html", "text/html; charset=utf-8");
  }

  /** {@code GET /swagger/ui/:file}. */
  void file(RoutingContext request) {
    var name = request.pathParam("file");
    if (TYPES.containsKey(name)) {
      sendFile(request, name, TYPES.get(name));
    } else {
      request.fail(404);
    }
  }

  private static void sendFile(RoutingContext request, String name, String type) {
    request
        .vertx()
        .executeBlocking(() -> read(name), false)
        .onSuccess(content -> send(request, type, content))
        .onFailure(request::fail);
  }

  private static Buffer read(String name) throws IOException {
    try (var own = Documentation.class.getResourceAsStream("swagger/" + name);
        var packaged =
            own == null
                ? Documentation.class.getResourceAsStream(WEBJAR + version() + "/" + name)
                : null) {
      var content = own == null ? packaged : own;
      if (content == null) {
        throw new IOException("the packaged Swagger UI lacks " + name);
      }
      return Buffer.buffer(content.readAllBytes());
    }
  }

  private static String version() throws IOException {
    var properties = new java.util.Properties();
    try (var in = Documentation.class.getResourceAsStream(WEBJAR_PROPERTIES)) {
      if (in == null) {
        throw new IOException("the packaged Swagger UI is missing");
      }
      properties.load(in);
    }
    return properties.getProperty("version");
  }

  private static void send(RoutingContext request, String type, Buffer content) {
    request
        .response()
        .putHeader(HttpHeaders.CONTENT_TYPE, type)
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
        .end(content);
  }
}
