package dev.muster.runtime.http;

import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Something that can be polled and followed.
 *
 * @param what what it is called: {@code ticket} or {@code group}
 * @param groupId the group whose changes are its own
 * @param state what a poll would give now, from any thread; empty when it would be 404
 */
record Subject(String what, String groupId, Supplier<Optional<JsonObject>> state) {}
