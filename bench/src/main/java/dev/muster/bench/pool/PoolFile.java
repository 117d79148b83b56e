package dev.muster.bench.pool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A workload's file: a header and one row per player, {@code id,region,mode,rank,party}, in the
 * order of arrival. Rows in succession with the same party are one group; no party: alone.
 */
final class PoolFile {
  static final String HEADER = "id,region,mode,rank,party";

  private PoolFile() {}

  /**
   * Reads the groups, in the order of arrival.
   *
   * @throws IOException when it cannot be read, or a line is not what was expected
   */
  static List<Entrant> read(Path file) throws IOException {
    var lines = Files.readAllLines(file);
    if (lines.isEmpty() || !lines.get(0).equals(HEADER)) {
      throw new IOException(file + ":1: the header " + HEADER + " was expected");
    }
    var entrants = new ArrayList<Entrant>();
    for (int i = 1; i < lines.size(); ) {
      var row = row(file, lines, i);
      int end = i + 1;
      while (!row[4].isEmpty() && end < lines.size() && row(file, lines, end)[4].equals(row[4])) {
        end++;
      }
      entrants.add(entrant(file, lines, i, end));
      i = end;
    }
    return entrants;
  }

  private static Entrant entrant(Path file, List<String> lines, int from, int to)
      throws IOException {
    var players = new ArrayList<String>();
    var ranks = new ArrayList<Integer>();
    var first = row(file, lines, from);
    for (int i = from; i < to; i++) {
      var row = row(file, lines, i);
      if (!row[1].equals(first[1]) || !row[2].equals(first[2])) {
        throw new IOException(file + ":" + (i + 1) + ": the party's region and mode were expected");
      }
      players.add(row[0]);
      ranks.add(number(file, i, row[3]));
    }
    return new Entrant(
        first[4].isEmpty() ? first[0] : first[4],
        players,
        number(file, from, first[1].substring(1)),
        number(file, from, first[2].substring(1)),
        ranks);
  }

  private static String[] row(Path file, List<String> lines, int at) throws IOException {
    var fields = lines.get(at).split(",", -1);
    if (fields.length != 5 || !fields[1].startsWith("r") || !fields[2].startsWith("m")) {
      throw new IOException(
          file + ":" + (at + 1) + ": five fields were expected: id, rN, mN, rank, party");
    }
    return fields;
  }

  private static int number(Path file, int at, String text) throws IOException {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException notANumber) {
      throw new IOException(
          file + ":" + (at + 1) + ": a whole number was expected, not \"" + text + "\"",
          notANumber);
    }
  }
}
