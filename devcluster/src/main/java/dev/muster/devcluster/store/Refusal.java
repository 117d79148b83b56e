package dev.muster.devcluster.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.devcluster.json.Json;
import java.util.List;
import java.util.stream.Collectors;

/** Makes the refusals of the API, in its words. */
public final class Refusal {
  private Refusal() {}

  /** A failure {@code Status}; reason may be empty, details null. */
  public static StatusException of(int code, String reason, String message, ObjectNode details) {
    var status = Json.object();
    status.put("kind", "Status").put("apiVersion", "v1").putObject("metadata");
    status.put("status", "Failure").put("message", message);
    if (!reason.isEmpty()) {
      status.put("reason", reason);
    }
    if (details != null) {
      status.set("details", details);
    }
    return new StatusException(status.put("code", code));
  }

  /** 404: there is no object of that name. */
  public static StatusException notFound(Resource resource, String name) {
    return of(
        404,
        "NotFound",
        resource.qualifiedPlural() + " \"" + name + "\" not found",
        details(resource, name));
  }

  /** 404: there is no such path or kind. */
  public static StatusException notFound() {
    return of(404, "NotFound", "the server could not find the requested resource", Json.object());
  }

  /** 409: the name is taken. */
  public static StatusException alreadyExists(Resource resource, String name, boolean deleting) {
    return of(
        409,
        "AlreadyExists",
        (deleting ? "object is being deleted: " : "")
            + resource.qualifiedPlural()
            + " \""
            + name
            + "\" already exists",
        details(resource, name));
  }

  /** 409: the object is not as the caller believes. */
  public static StatusException conflict(Resource resource, String name, String why) {
    return of(
        409,
        "Conflict",
        "Operation cannot be fulfilled on "
            + resource.qualifiedPlural()
            + " \""
            + name
            + "\": "
            + why,
        details(resource, name));
  }

  /** 409: the object has another resourceVersion by now. */
  public static StatusException modified(Resource resource, String name) {
    return conflict(
        resource,
        name,
        "the object has been modified; please apply your changes to the latest version and try"
            + " again");
  }

  /** 422: something of this kind is invalid. */
  public static StatusException invalid(
      String group, String kind, String name, List<Cause> causes) {
    var all = causes.stream().map(Cause::toString).distinct().collect(Collectors.joining(", "));
    boolean several = causes.stream().map(Cause::toString).distinct().count() > 1;
    var details = details(group, kind, name);
    var list = details.putArray("causes");
    for (var cause : causes) {
      var entry = list.addObject().put("reason", cause.reason());
      entry.put("message", cause.message()).put("field", cause.field());
    }
    return of(
        422,
        "Invalid",
        kind
            + (group.isEmpty() ? "" : "." + group)
            + " \""
            + name
            + "\" is invalid: "
            + (several ? "[" + all + "]" : all),
        details);
  }

  /** 403: not allowed. */
  public static StatusException forbidden(Resource resource, String name, String why) {
    return of(
        403,
        "Forbidden",
        resource.qualifiedPlural()
            + (name.isEmpty() ? "" : " \"" + name + "\"")
            + " is forbidden: "
            + why,
        details(resource, name));
  }

  /** 400: the request makes no sense. */
  public static StatusException badRequest(String message) {
    return of(400, "BadRequest", message, null);
  }

  /** 500 in the words of the API, for what it answers so. */
  public static StatusException internal(String message) {
    return of(500, "", message, null);
  }

  /** 410: the version asked for is no longer kept. */
  public static StatusException expired(String message) {
    return of(410, "Expired", message, null);
  }

  /** 405: the path does not take this method. */
  public static StatusException methodNotAllowed() {
    return of(
        405,
        "MethodNotAllowed",
        "the server does not allow this method on the requested resource",
        Json.object());
  }

  /** 501: real clusters can do this, this one cannot. */
  public static StatusException notImplemented(String what) {
    return of(501, "NotImplemented", "the embedded cluster does not offer " + what, null);
  }

  private static ObjectNode details(Resource resource, String name) {
    return details(resource.group(), resource.plural(), name);
  }

  private static ObjectNode details(String group, String kind, String name) {
    var details = Json.object();
    if (!name.isEmpty()) {
      details.put("name", name);
    }
    if (!group.isEmpty()) {
      details.put("group", group);
    }
    if (!kind.isEmpty()) {
      details.put("kind", kind);
    }
    return details;
  }
}
