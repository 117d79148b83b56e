package dev.muster.runtime.http;

import dev.muster.runtime.settings.Settings;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Finds out from which address a request comes. What headers say of it counts only when the peer is
 * a trusted proxy: of X-Forwarded-For, else of Forwarded, the last address that is no trusted
 * proxy's; else X-Real-Ip. Player-Ip, which such a peer sends for a player, is the player's address
 * but not the caller's, since clients could send it through a proxy.
 */
final class Callers implements Handler<RoutingContext> {
  private static final String CALLER = "callerIp";
  private static final String PLAYER = "playerIp";
  private static final Pattern FORWARDED_FOR =
      Pattern.compile("(?i)(?:^|;)\\s*for\\s*=\\s*\"?([^\";]*)\"?");
  private static final Pattern WITH_PORT =
      Pattern.compile("\\[([^\\]]+)](?::[0-9]{1,5})?|([0-9.]+):[0-9]{1,5}");

  private final Supplier<Settings> settings;
  private volatile TrustedProxies proxies = TrustedProxies.of(List.of());

  Callers(Supplier<Settings> settings) {
    this.settings = settings;
  }

  /** The address of whoever sent a request; empty when it is unknown. */
  static Optional<String> ip(RoutingContext request) {
    return Optional.ofNullable(request.get(CALLER));
  }

  /** The address of the player for whom a request is, unless its body says; null when unknown. */
  static String playerIp(RoutingContext request) {
    return request.get(PLAYER);
  }

  @Override
  public void handle(RoutingContext context) {
    var request = context.request();
    var peer = peer(request);
    if (peer != null) {
      boolean believed = proxies().contain(peer);
      var caller = believed ? forwarded(request).orElse(peer) : peer;
      context.put(CALLER, caller);
      context.put(PLAYER, believed ? header(request, "Player-Ip").orElse(caller) : caller);
    }
    context.next();
  }

  private static String peer(HttpServerRequest request) {
    var address = request.connection().remoteAddress();
    var ip = address == null ? null : address.hostAddress();
    int zone = ip == null ? -1 : ip.indexOf('%');
    return zone < 0 ? ip : ip.substring(0, zone);
  }

  /** Those of the settings as they are now; made anew only when they change. */
  private TrustedProxies proxies() {
    var networks = settings.get().trustedProxies();
    var known = proxies;
    if (!known.isOf(networks)) {
      known = TrustedProxies.of(networks);
      proxies = known;
    }
    return known;
  }

  private Optional<String> forwarded(HttpServerRequest request) {
    var hops = hops(request, "X-Forwarded-For");
    if (hops.isEmpty()) {
      hops = hops(request, "Forwarded").stream().map(Callers::forwardedFor).toList();
    }
    Optional<String> caller = Optional.empty();
    for (int i = hops.size() - 1; i >= 0; i--) {
      var ip = literal(hops.get(i));
      if (ip.isEmpty()) {
        return caller; // who is behind an unknown one cannot be believed
      }
      caller = ip;
      if (!proxies().contain(ip.get())) {
        return caller;
      }
    }
    return caller.isPresent() ? caller : header(request, "X-Real-Ip");
  }

  private static List<String> hops(HttpServerRequest request, String header) {
    var hops = new ArrayList<String>();
    request
        .headers()
        .getAll(header)
        .forEach(line -> hops.addAll(Arrays.asList(line.split(",", -1))));
    return hops;
  }

  private static String forwardedFor(String hop) {
    var found = FORWARDED_FOR.matcher(hop);
    return found.find() ? found.group(1) : "";
  }

  private static Optional<String> header(HttpServerRequest request, String name) {
    return Optional.ofNullable(request.getHeader(name)).flatMap(Callers::literal);
  }

  /** An address, which may have a port. */
  private static Optional<String> literal(String text) {
    var stripped = text.strip();
    var withPort = WITH_PORT.matcher(stripped);
    if (withPort.matches()) {
      stripped = withPort.group(1) != null ? withPort.group(1) : withPort.group(2);
    }
    return Optional.of(stripped).filter(JsonBody::isAddress);
  }
}
