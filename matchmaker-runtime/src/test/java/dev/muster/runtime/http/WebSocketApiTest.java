package dev.muster.runtime.http;

import static dev.muster.runtime.TestRuntime.ASSIGNMENT;
import static dev.muster.runtime.TestRuntime.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.muster.runtime.TestRuntime;
import dev.muster.runtime.settings.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Following over a WebSocket. */
class WebSocketApiTest {
  private static final String DUEL = "{\"profile\":\"duel\",\"attributes\":{}}";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private TestServer server = new TestServer();

  @AfterEach
  void stop() {
    server.close();
  }

  /** What came, as text: messages, and in angle brackets pings and the end. */
  private static final class Heard implements WebSocket.Listener {
    private final BlockingQueue<String> all = new LinkedBlockingQueue<>();
    private final StringBuilder part = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
      part.append(text);
      if (last) {
        all.add(part.toString());
        part.setLength(0);
      }
      socket.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onPing(WebSocket socket, ByteBuffer message) {
      all.add("<ping>");
      socket.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
      all.add("<" + code + " " + reason + ">");
      return null;
    }

    String next() {
      try {
        var text = all.poll(60, TimeUnit.SECONDS);
        assertThat(text).as("nothing came").isNotNull();
        return text;
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private WebSocket open(String path, Heard heard, UnaryOperator<WebSocket.Builder> how) {
    return how.apply(server.client.newWebSocketBuilder())
        .buildAsync(URI.create("ws://127.0.0.1:" + server.port + path), heard)
        .join();
  }

  private Heard follow(String path) {
    var heard = new Heard();
    open(path, heard, WebSocketApiTest::withToken);
    return heard;
  }

  private static WebSocket.Builder withToken(WebSocket.Builder builder) {
    return builder.header("Authorization", TestServer.TOKEN);
  }

  /** How a handshake was answered. */
  private int status(String path, UnaryOperator<WebSocket.Builder> how) {
    try {
      open(path, new Heard(), how).abort();
      return 101;
    } catch (CompletionException e) {
      return ((WebSocketHandshakeException) e.getCause()).getResponse().statusCode();
    }
  }

  private String ticket() {
    var id = server.post("/tickets", DUEL).json().get("id").asText();
    server.runtime.settle();
    return id;
  }

  private static String events(String ticket) {
    return "/v1/tickets/" + ticket + "/events";
  }

  @Test
  void tellsTheSameAsAPollAndClosesAfterTheLastState() {
    var ticket = ticket();
    var heard = follow(events(ticket));
    assertThat(heard.next())
        .contains("SEARCHING")
        .isEqualTo(server.get("/tickets/" + ticket).text());
    ticket();
    assertThat(heard.next())
        .contains("MATCH_FOUND")
        .isEqualTo(server.get("/tickets/" + ticket).text());
    var match = server.runtime.lastMatch().name();
    await(server.runtime.loop.assigned(match, ASSIGNMENT));
    assertThat(heard.next())
        .contains("HOST_ASSIGNED")
        .isEqualTo(server.get("/tickets/" + ticket).text());
    await(server.runtime.loop.ended(match));
    server.runtime.pass(60_000);
    assertThat(heard.next()).isEqualTo(server.get("/tickets/" + ticket).text());
    assertThat(heard.next()).isEqualTo("<1000 gone>");
  }

  @Test
  void tellsAGroup() {
    var group = server.post("/groups", DUEL).json().get("group_id").asText();
    var heard = follow("/v1/groups/" + group + "/events");
    assertThat(heard.next()).isEqualTo(server.get("/groups/" + group).text());
    server.delete("/groups/" + group);
    assertThat(heard.next()).contains("no such group");
    assertThat(heard.next()).isEqualTo("<1000 gone>");
  }

  @Test
  void takesTheTokenAsASubProtocolToo() {
    var ticket = ticket();
    var base64 = Base64.getUrlEncoder().withoutPadding();
    var token =
        "muster.token."
            + base64.encodeToString(TestServer.OTHER_TOKEN.getBytes(StandardCharsets.UTF_8));
    var heard = new Heard();

    var socket = open(events(ticket), heard, b -> b.subprotocols("muster.events", token));

    assertThat(socket.getSubprotocol()).isEqualTo("muster.events");
    assertThat(heard.next()).contains("SEARCHING");
    var wrong = "muster.token." + base64.encodeToString("wrong".getBytes(StandardCharsets.UTF_8));
    assertThat(status(events(ticket), b -> b.subprotocols("muster.events", wrong))).isEqualTo(401);
    assertThat(status(events(ticket), b -> b.subprotocols("muster.token.!"))).isEqualTo(401);
    assertThat(status(events(ticket), b -> b.subprotocols("muster.events"))).isEqualTo(401);
    assertThat(status(events(ticket), b -> b)).isEqualTo(401);
    assertThat(
            server
                .plain("GET", "/tickets/" + ticket, null, Map.of("Sec-WebSocket-Protocol", token))
                .status())
        .as("only a WebSocket says its token so")
        .isEqualTo(401);
  }

  @Test
  void isRefusedLikeAPoll() {
    assertThat(status(events("nobody"), WebSocketApiTest::withToken)).isEqualTo(404);
    assertThat(status("/v1/groups/nobody/events", WebSocketApiTest::withToken)).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource({
    "https://play.example, 101",
    "https://evil.example, 403",
    "null, 403",
    "http://127.0.0.1:PORT, 101"
  })
  void pagesOfOtherOriginsCannotOpenOne(String origin, int status) {
    server.settings = new Settings(List.of("https://play.example"), List.of());
    var actual = origin.replace("PORT", Integer.toString(server.port));

    assertThat(status(events(ticket()), b -> withToken(b).header("Origin", actual)))
        .isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Connection: Upgrade~Sec-WebSocket-Version: 13                        | Sec-WebSocket-Key",
        "Connection: Upgrade~Sec-WebSocket-Version: 8~Sec-WebSocket-Key: x    | Sec-WebSocket-Version",
        "Sec-WebSocket-Version: 13~Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ== | Connection"
      })
  void saysWhatIsWrongWithAHandshake(String headers, String expected) throws IOException {
    var request =
        "GET "
            + events(ticket())
            + " HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nAuthorization: "
            + TestServer.TOKEN
            + "\r\n"
            + headers.replace("~", "\r\n")
            + "\r\n\r\n";
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port)) {
      socket.setSoTimeout(60_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      var answer = new byte[8_192];
      int length = socket.getInputStream().read(answer);
      assertThat(new String(answer, 0, length, StandardCharsets.UTF_8))
          .startsWith("HTTP/1.1 400")
          .contains(expected);
    }
  }

  @Test
  void isKeptAliveByPings() {
    server.close();
    server = new TestServer(TestRuntime.started(), new PublicApi.Streams(10, 20));
    var heard = follow(events(ticket()));
    assertThat(heard.next()).contains("SEARCHING");
    assertThat(heard.next()).isEqualTo("<ping>");
    assertThat(heard.next()).isEqualTo("<ping>");
  }

  @Test
  void isCountedAndForgotten() {
    server.close();
    server = new TestServer(TestRuntime.started(), new PublicApi.Streams(1, 60_000));
    var ticket = ticket();
    var heard = new Heard();
    var socket = open(events(ticket), heard, WebSocketApiTest::withToken);
    heard.next();
    assertThat(status(events(ticket), WebSocketApiTest::withToken)).isEqualTo(503);
    assertThat(server.get(events(ticket)).status()).isEqualTo(503);

    socket.abort();

    await().atMost(PATIENCE).until(() -> server.runtime.changes.followed() == 0);
    await()
        .atMost(PATIENCE)
        .until(() -> status(events(ticket), WebSocketApiTest::withToken) == 101);
  }

  @Test
  void ignoresWhatClientsSay() {
    var heard = new Heard();
    var socket = open(events(ticket()), heard, WebSocketApiTest::withToken);
    heard.next();
    socket.sendText("hello", true).join();
    socket.sendPing(ByteBuffer.allocate(1)).join();
    ticket();
    assertThat(heard.next()).contains("MATCH_FOUND");
  }

  @Test
  void isClosedSoThatClientsComeAgainWhenTheProcessStops() {
    var heard = follow(events(ticket()));
    heard.next();
    server.server.stop(600_000).await();
    assertThat(heard.next()).isEqualTo("<1012 come again>");
  }
}
