package dev.muster.runtime.http;

import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;

/** A WebSocket: each message is what a poll would be answered with. */
final class WebSocketOutlet implements Outlet {
  private final ServerWebSocket socket;

  WebSocketOutlet(ServerWebSocket socket) {
    this.socket = socket.setWriteQueueMaxSize(EventStreams.MOST_UNREAD_BYTES);
  }

  @Override
  public void state(String id, String json) {
    var unused = socket.writeTextMessage(json);
  }

  @Override
  public void gone(String json) {
    state("", json);
    close(WebSocketCloseStatus.NORMAL_CLOSURE, "gone");
  }

  @Override
  public void beat() {
    var unused = socket.writePing(Buffer.buffer());
  }

  @Override
  public void restart() {
    close(WebSocketCloseStatus.SERVICE_RESTART, "come again");
  }

  @Override
  public boolean isFull() {
    return socket.writeQueueFull();
  }

  private void close(WebSocketCloseStatus status, String reason) {
    var unused = socket.close((short) status.code(), reason);
  }
}
