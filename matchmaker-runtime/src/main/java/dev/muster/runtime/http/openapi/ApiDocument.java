package dev.muster.runtime.http.openapi;

import dev.muster.runtime.loop.QueueRevision;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** The OpenAPI 3.0 document for the profiles that are served now. */
public final class ApiDocument {
  private static final String DESCRIPTION =
      "Matchmaking for the profiles that are served now. Send the token, and nothing else, in the"
          + " Authorization header.";

  private ApiDocument() {}

  /** The document. */
  public static JsonObject of(List<QueueRevision> revisions) {
    var schemas = ResponseSchemas.all();
    new RequestSchemas(revisions).addTo(schemas);
    return new JsonObject()
        .put("openapi", "3.0.1")
        .put(
            "info",
            new JsonObject()
                .put("title", "Matchmaker")
                .put("description", DESCRIPTION)
                .put("version", "v1"))
        .put("paths", ApiOperations.paths())
        .put(
            "components",
            new JsonObject()
                .put("schemas", schemas)
                .put(
                    "securitySchemes",
                    new JsonObject()
                        .put("token", key("A token of the Matchmaker's Secret."))
                        .put("serverToken", key("The server's own ARBITRIUM_DELETE_TOKEN."))));
  }

  private static JsonObject key(String description) {
    return new JsonObject()
        .put("type", "apiKey")
        .put("in", "header")
        .put("name", "Authorization")
        .put("description", description);
  }

  /** A reference to a schema of the document. */
  static JsonObject reference(String schema) {
    return new JsonObject().put("$ref", "#/components/schemas/" + schema);
  }

  /** A list of texts. */
  static JsonArray array(String... values) {
    return new JsonArray(List.of(values));
  }
}
