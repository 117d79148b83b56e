package dev.muster.runtime.http;

import dev.muster.runtime.group.Inspection.Page;
import dev.muster.runtime.settings.Settings;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * {@code GET /inspect/...}: everything there is, page by page, while the Matchmaker allows it;
 * otherwise there is nothing here.
 */
final class Inspect<T> implements Handler<RoutingContext> {
  private static final int MOST_PER_PAGE = 100;
  private static final int MOST_PAGES = 1_000_000;

  private final Supplier<Settings> settings;
  private final Pages<T> pages;
  private final Function<T, JsonObject> shape;

  /** Where the pages come from. */
  interface Pages<T> {
    CompletionStage<Page<T>> page(int number, int limit);
  }

  Inspect(Supplier<Settings> settings, Pages<T> pages, Function<T, JsonObject> shape) {
    this.settings = settings;
    this.pages = pages;
    this.shape = shape;
  }

  @Override
  public void handle(RoutingContext request) {
    if (!settings.get().inspect()) {
      request.fail(404);
      return;
    }
    int page = number(request, "page", 1, MOST_PAGES);
    int limit = number(request, "limit", MOST_PER_PAGE, MOST_PER_PAGE);
    Future.fromCompletionStage(pages.page(page, limit), request.vertx().getOrCreateContext())
        .onSuccess(found -> Answers.ok(request, json(found)))
        .onFailure(request::fail);
  }

  private static int number(RoutingContext request, String name, int absent, int most) {
    var text = request.queryParams().get(name);
    if (text == null) {
      return absent;
    }
    if (!text.matches("[0-9]{1,7}")
        || Integer.parseInt(text) < 1
        || Integer.parseInt(text) > most) {
      throw new InvalidRequest(name, "a number from 1 to " + most + " was expected");
    }
    return Integer.parseInt(text);
  }

  private JsonObject json(Page<T> page) {
    var data = new JsonArray();
    page.entries().forEach(entry -> data.add(shape.apply(entry)));
    return new JsonObject()
        .put("count", page.count())
        .put("data", data)
        .put(
            "pagination",
            new JsonObject()
                .put("page", page.page())
                .put("limit", page.limit())
                .put("pages", page.pages()));
  }
}
