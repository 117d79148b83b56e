package dev.muster.examples.gameserver;

import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The match from the moment the port is open: answers what players say and knows when it is over.
 * README.md has the protocol.
 */
final class RunningMatch {
  private static final int STRANGER_LINES_BURST = 20;
  private static final int STRANGER_LINES_PER_SECOND = 1;

  private final Seats seats;
  private final Optional<SeatSearch> search;
  private final long emptyMillis;
  private final Log log;
  private final Sessions sessions = new Sessions();
  private final RateLimit strangerLines;
  private long emptySinceMillis;
  private long strangerLinesHidden;
  private String ended = "";

  /** A match whose free seats stay free. */
  RunningMatch(Roster roster, Duration emptyFor, Log log, long nowMillis) {
    this(roster, emptyFor, log, nowMillis, Optional.empty());
  }

  /**
   * A match at its begin.
   *
   * @param search looks for players when one leaves; without it who has left may come back
   */
  RunningMatch(
      Roster roster, Duration emptyFor, Log log, long nowMillis, Optional<SeatSearch> search) {
    this.seats = new Seats(roster);
    this.search = search;
    this.emptyMillis = emptyFor.toMillis();
    this.log = log;
    this.emptySinceMillis = nowMillis;
    this.strangerLines = new RateLimit(STRANGER_LINES_BURST, STRANGER_LINES_PER_SECOND, nowMillis);
  }

  /** Takes one message and gives the answer to its sender. */
  String hear(SocketAddress from, String message, long nowMillis) {
    boolean joined = sessions.heard(from, nowMillis);
    String[] words = message.strip().split("\\s+", 2);
    String argument = words.length == 2 ? words[1] : "";
    return switch (words[0]) {
      case "JOIN" -> join(from, argument, nowMillis);
      case "LEAVE" -> leave(from, argument, nowMillis);
      case "PING" -> "PONG";
      case "WHO" -> who(joined);
      case "END" -> end(from, joined, nowMillis);
      default -> "ERROR expected JOIN <ticket id>, LEAVE <ticket id>, PING, WHO or END";
    };
  }

  /** Drops silent players, fills free seats, and ends the match when it was empty for too long. */
  void advance(long nowMillis) {
    search.ifPresent(it -> seat(it.advance(nowMillis, seats.seated(), seats.free())));
    for (var player : sessions.dropSilent(nowMillis)) {
      log.line(player + " dropped: silent for " + Sessions.SILENCE_MILLIS / 1_000 + " s");
      noteIfEmpty(nowMillis);
    }
    if (sessions.size() == 0 && nowMillis - emptySinceMillis >= emptyMillis) {
      ended = "nobody was connected for " + emptyMillis / 1_000 + " s";
    }
  }

  /** When {@link #advance} has something to do, if nothing is heard before. */
  long nextDueMillis(long nowMillis) {
    long due = sessions.nextDropMillis().orElse(emptySinceMillis + emptyMillis);
    return search
        .filter(it -> seats.free() > 0)
        .map(it -> Math.min(due, it.nextDueMillis(nowMillis)))
        .orElse(due);
  }

  /** Why the match is over; empty while it runs. */
  Optional<String> ended() {
    return Optional.of(ended).filter(reason -> !reason.isEmpty());
  }

  /** Where the connected players are. */
  Set<SocketAddress> addresses() {
    return sessions.addresses();
  }

  private void seat(List<SeatSearch.Newcomer> newcomers) {
    for (var player : seats.seat(newcomers)) {
      log.line(player + " has a free seat, ticket " + player.ticketId());
    }
  }

  private String join(SocketAddress from, String ticketId, long nowMillis) {
    var known = seats.player(ticketId);
    if (known.isEmpty()) {
      return denyUnknown("JOIN", from, nowMillis);
    }
    var player = known.get();
    var before = sessions.join(player, from, nowMillis);
    if (before.isEmpty()) {
      log.line(player + " joined from " + Log.text(from) + ", now " + count());
    } else if (!before.get().equals(from)) {
      log.line(player + " is back from " + Log.text(from) + ", before " + Log.text(before.get()));
    }
    return "WELCOME " + player.teamId() + " " + count();
  }

  /** Answers BYE again to one who has left: the first answer may have been lost. */
  private String leave(SocketAddress from, String ticketId, long nowMillis) {
    if (seats.hasLeft(ticketId)) {
      return "BYE";
    }
    var known = seats.player(ticketId);
    if (known.isEmpty()) {
      return denyUnknown("LEAVE", from, nowMillis);
    }
    if (sessions.leave(known.get())) {
      log.line(known.get() + " left, now " + count());
      noteIfEmpty(nowMillis);
    }
    search.ifPresent(it -> seats.vacate(known.get()));
    return "BYE";
  }

  private String who(boolean joined) {
    String answer = "PLAYERS " + count();
    if (!joined) {
      return answer;
    }
    return answer
        + sessions.connected().stream()
            .map(player -> " " + player.number())
            .collect(Collectors.joining());
  }

  private String end(SocketAddress from, boolean joined, long nowMillis) {
    if (!joined) {
      logStranger("END refused to " + Log.text(from) + ": not joined", nowMillis);
      return "DENIED join first";
    }
    ended = "a player at " + Log.text(from) + " ended it";
    return "ENDED";
  }

  private String denyUnknown(String verb, SocketAddress from, long nowMillis) {
    logStranger(verb + " refused to " + Log.text(from) + ": unknown ticket", nowMillis);
    return "DENIED unknown ticket";
  }

  private void noteIfEmpty(long nowMillis) {
    if (sessions.size() == 0) {
      emptySinceMillis = nowMillis;
      log.line("nobody is connected; the match ends in " + emptyMillis / 1_000 + " s");
    }
  }

  private void logStranger(String line, long nowMillis) {
    if (!strangerLines.take(nowMillis)) {
      strangerLinesHidden++;
      return;
    }
    log.line(strangerLinesHidden == 0 ? line : line + " (and " + strangerLinesHidden + " before)");
    strangerLinesHidden = 0;
  }

  private String count() {
    return sessions.size() + "/" + seats.size();
  }
}
