package dev.muster.runtime.http;

import dev.muster.runtime.http.openapi.ApiDocument;
import dev.muster.runtime.loop.Loop;
import dev.muster.runtime.loop.QueueRevision;
import dev.muster.runtime.loop.QueueStanding;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The OpenAPI document of the profiles that are served now, and the packaged Swagger UI that shows
 * it. Anybody may ask for them, so it costs little: the loop is not asked, and no file is read
 * twice.
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
  private final Map<String, PageFile> files = new ConcurrentHashMap<>();
  private volatile Written written = new Written(List.of(), null);

  /** A document and the revisions that it was made from. */
  private record Written(List<QueueRevision> revisions, Buffer document) {}

  /** A file of the page, and a tag that changes with its content. */
  private record PageFile(Buffer content, String tag) {}

  Documentation(Loop loop) {
    this.loop = loop;
  }

  /** {@code GET /swagger/v1/swagger.json}. */
  void document(RoutingContext request) {
    send(request, "application/json", document(revisions()));
  }

  private List<QueueRevision> revisions() {
    return loop.standings().values().stream()
        .map(QueueStanding::revision)
        .sorted(Comparator.comparing(QueueRevision::queue))
        .toList();
  }

  private Buffer document(List<QueueRevision> revisions) {
    var known = written;
    if (known.document() == null || !known.revisions().equals(revisions)) {
      known = new Written(revisions, ApiDocument.of(revisions).toBuffer());
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

  private void sendFile(RoutingContext request, String name, String type) {
    var known = files.get(name);
    if (known != null) {
      send(request, type, known);
      return;
    }
    request
        .vertx()
        .executeBlocking(() -> files.computeIfAbsent(name, Documentation::load), false)
        .onSuccess(file -> send(request, type, file))
        .onFailure(request::fail);
  }

  private static PageFile load(String name) {
    try {
      var content = read(name);
      return new PageFile(Buffer.buffer(content), tag(content));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String tag(byte[] content) {
    try {
      var digest = MessageDigest.getInstance("SHA-256").digest(content);
      return HexFormat.of().formatHex(digest, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static byte[] read(String name) throws IOException {
    try (var own = Documentation.class.getResourceAsStream("swagger/" + name);
        var packaged =
            own == null
                ? Documentation.class.getResourceAsStream(WEBJAR + version() + "/" + name)
                : null) {
      var content = own == null ? packaged : own;
      if (content == null) {
        throw new IOException("the packaged Swagger UI lacks " + name);
      }
      return content.readAllBytes();
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

  /** Browsers that have the file already are told so and nothing more. */
  private static void send(RoutingContext request, String type, PageFile file) {
    request.etag(file.tag());
    if (request.isFresh()) {
      request.response().setStatusCode(304).end();
    } else {
      send(request, type, file.content());
    }
  }

  private static void send(RoutingContext request, String type, Buffer content) {
    request
        .response()
        .putHeader(HttpHeaders.CONTENT_TYPE, type)
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
        .end(content);
  }
}
