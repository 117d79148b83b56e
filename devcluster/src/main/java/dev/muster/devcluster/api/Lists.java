package dev.muster.devcluster.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.devcluster.json.Json;
import dev.muster.devcluster.kinds.Kind;
import dev.muster.devcluster.registry.Registry;
import dev.muster.devcluster.registry.Storage;
import dev.muster.devcluster.store.Cause;
import dev.muster.devcluster.store.Refusal;
import dev.muster.devcluster.store.StatusException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Lists objects: narrowed by selectors, in pages, at the version asked for. */
final class Lists {
  private static final long FUTURE_WAIT_MILLIS = 3_000;

  private final Registry registry;

  Lists(Registry registry) {
    this.registry = registry;
  }

  /** A list, or a page of one. */
  record Page(List<ObjectNode> items, ObjectNode metadata) {}

  Page page(Call call, Kind kind, String namespace) {
    var selected = Selectors.of(call, kind);
    var start = Start.of(call);
    long limit = limit(call);
    awaitVersion(start.revision);
    List<ObjectNode> stored;
    long revision;
    synchronized (registry.storage()) {
      revision = start.exact ? start.revision : registry.storage().revision();
      stored = registry.storage().listAt(kind.bucket(), namespace, revision);
    }
    if (stored == null) {
      throw start.after.isEmpty()
          ? Refusal.expired("The resourceVersion for the provided list is too old.")
          : start.expired();
    }
    var items = new ArrayList<ObjectNode>();
    int rest = 0;
    for (var object : stored) {
      if (start.isPast(object) || !selected.test(registry.presented(kind, object))) {
        continue;
      }
      if (limit > 0 && items.size() == limit) {
        rest++;
      } else {
        items.add(registry.presented(kind, object));
      }
    }
    return new Page(items, metadata(call, kind, revision, items, rest));
  }

  private static long limit(Call call) {
    var text = call.param("limit");
    if (!text.matches("(-?[0-9]{1,18})?")) {
      throw Refusal.badRequest(
          "strconv.ParseInt: parsing " + Cause.quote(text) + ": invalid syntax");
    }
    if (text.isEmpty() || text.startsWith("-")) {
      return 0;
    }
    boolean any =
        call.param("resourceVersion").equals("0") && call.param("resourceVersionMatch").isEmpty();
    return any ? 0 : Long.parseLong(text);
  }

  private static ObjectNode metadata(
      Call call, Kind kind, long revision, List<ObjectNode> items, int rest) {
    var metadata = Json.object();
    if (rest > 0) {
      metadata.put("continue", Start.token(revision, items.get(items.size() - 1)));
      if (!Selectors.given(call)) {
        metadata.put("remainingItemCount", rest);
      }
    } else if (kind.isCustom()) {
      metadata.put("continue", "");
    }
    return metadata.put("resourceVersion", Long.toString(revision));
  }

  /** Waits a while for a version that is not there yet. */
  void awaitVersion(long revision) {
    var storage = registry.storage();
    if (!storage.await(revision, FUTURE_WAIT_MILLIS)) {
      throw tooLarge(revision, storage.revision());
    }
  }

  static RuntimeException tooLarge(long wanted, long current) {
    var details = Json.object();
    details
        .putArray("causes")
        .addObject()
        .put("reason", "ResourceVersionTooLarge")
        .put("message", "Too large resource version");
    details.put("retryAfterSeconds", 1);
    return Refusal.of(
        504,
        "Timeout",
        "Timeout: Too large resource version: " + wanted + ", current: " + current,
        details);
  }

  /** Where a list begins: at a version, after an object. */
  private record Start(long revision, boolean exact, String after) {
    /** Stands in a token for whatever version there is. */
    private static final long ANY = -1;

    static Start of(Call call) {
      if (!call.param("continue").isEmpty()) {
        if (!call.param("resourceVersion").isEmpty()
            && !call.param("resourceVersion").equals("0")) {
          throw Refusal.badRequest(
              "specifying resource version is not allowed when using continue");
        }
        return continued(call.param("continue"));
      }
      var version = call.param("resourceVersion");
      var match = call.param("resourceVersionMatch");
      requireMatch(call, version, match);
      if (version.isEmpty()) {
        return new Start(0, false, "");
      }
      if (!version.matches("[0-9]{1,18}")) {
        throw Refusal.badRequest(
            "invalid resource version \""
                + version
                + "\": strconv.ParseUint: parsing \""
                + version
                + "\": invalid syntax");
      }
      boolean paged = !call.param("limit").isEmpty() && !version.equals("0") && match.isEmpty();
      return new Start(Long.parseLong(version), match.equals("Exact") || paged, "");
    }

    private static void requireMatch(Call call, String version, String match) {
      var at = "resourceVersionMatch";
      var causes = new ArrayList<Cause>();
      if (!call.param("sendInitialEvents").isEmpty()) {
        causes.add(Cause.forbidden("sendInitialEvents", "sendInitialEvents is forbidden for list"));
      }
      if (!match.isEmpty() && version.isEmpty()) {
        causes.add(
            Cause.forbidden(
                at, "resourceVersionMatch is forbidden unless resourceVersion is provided"));
      } else if (match.equals("Exact") && version.equals("0")) {
        causes.add(
            Cause.forbidden(
                at, "resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\""));
      } else if (!List.of("", "Exact", "NotOlderThan").contains(match)) {
        causes.add(Cause.unsupported(at, Cause.quote(match), List.of("Exact", "NotOlderThan", "")));
      }
      if (!causes.isEmpty()) {
        throw Refusal.invalid("meta.k8s.io", "ListOptions", "", causes);
      }
    }

    private static Start continued(String token) {
      try {
        var text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
        var node = Json.parse(text);
        if (!node.has("rv") || !node.path("start").asText().contains("/")) {
          throw Refusal.badRequest(
              "continue key is not valid: encoded start key \"\", expected it to start with /");
        }
        long revision = node.path("rv").asLong();
        boolean consistent = revision != ANY;
        return new Start(consistent ? revision : 0, consistent, node.path("start").asText());
      } catch (IllegalArgumentException | JsonProcessingException e) {
        throw Refusal.badRequest(
            "invalid continue token: continue key is not valid: illegal base64 data at input byte 0");
      }
    }

    /** 410, with a token to go on at the version that there is now. */
    StatusException expired() {
      var status =
          Refusal.expired(
                  "The provided continue parameter is too old to display a consistent list result."
                      + " You can start a new list without the continue parameter, or use the"
                      + " continue token in this response to retrieve the remainder of the"
                      + " results. Continuing with the provided token results in an inconsistent"
                      + " list - objects that were created, modified, or deleted between the time"
                      + " the first chunk was returned and now may show up in the list.")
              .status();
      Json.child(status, "metadata").put("continue", token(ANY, after));
      return new StatusException(status);
    }

    static String token(long revision, ObjectNode last) {
      return token(revision, place(last));
    }

    private static String token(long revision, String after) {
      var node = Json.object().put("v", "meta.k8s.io/v1").put("rv", revision);
      node.put("start", after);
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(Json.text(node).getBytes(StandardCharsets.UTF_8));
    }

    private static String place(ObjectNode object) {
      var metadata = object.path("metadata");
      return metadata.path("namespace").asText() + "/" + metadata.path("name").asText();
    }

    boolean isPast(ObjectNode object) {
      if (after.isEmpty()) {
        return false;
      }
      int slash = after.indexOf('/');
      var last = new Storage.Key(after.substring(0, slash), after.substring(slash + 1));
      var metadata = object.path("metadata");
      var key =
          new Storage.Key(metadata.path("namespace").asText(), metadata.path("name").asText());
      return key.compareTo(last) <= 0;
    }
  }
}
