package dev.muster.examples.gameserver;

import java.io.PrintStream;
import java.net.SocketAddress;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * One line per event, with the time in UTC. Characters that could end the line or steer a terminal
 * become {@code ?}, since players choose part of the text.
 */
final class Log {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private final PrintStream out;
  private final InstantSource clock;

  Log(PrintStream out, InstantSource clock) {
    this.out = out;
    this.clock = clock;
  }

  void line(String text) {
    out.println(TIME.format(clock.instant()) + " " + printable(text));
  }

  /** An address as {@code host:port}, without the name that Java may put before it. */
  static String text(SocketAddress address) {
    String text = address.toString();
    return text.substring(text.indexOf('/') + 1);
  }

  private static String printable(String text) {
    return text.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]", "?");
  }
}
