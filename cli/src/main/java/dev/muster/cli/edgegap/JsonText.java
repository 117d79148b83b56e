package dev.muster.cli.edgegap;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.muster.cli.edgegap.Finding.Severity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads JSON. Goes on behind a missing comma, to tell the next one as well. One use each. */
final class JsonText {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  /** An exponent that no number has; smaller ones are for whoever reads the number. */
  private static final Pattern EXPONENT = Pattern.compile("[eE][+-]?[0-9]{10}");

  private static final String AROUND_WORDS = " \t\r\n,:{}[]\"";

  private final String text;
  private final Findings findings = new Findings();

  /** Where in {@link #mended} commas stand that are not in the text, in order. */
  private final List<Integer> commas = new ArrayList<>();

  private String mended;

  JsonText(String text) {
    this.text = text;
    this.mended = text;
  }

  /**
   * Reads it.
   *
   * @throws InvalidConfiguration when it is no JSON
   */
  Configuration read() {
    while (true) {
      try (var parser = JSON.createParser(mended)) {
        var places = places(parser);
        if (findings.hasErrors()) {
          throw new InvalidConfiguration(findings.all());
        }
        return new Configuration(JSON.readTree(text), places);
      } catch (JsonParseException e) {
        mend(e);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private Map<JsonPointer, Place> places(JsonParser parser) throws IOException {
    var places = new HashMap<JsonPointer, Place>();
    var names = new ArrayDeque<Set<String>>();
    for (var token = next(parser); token != null; token = next(parser)) {
      var pointer = parser.getParsingContext().pathAsPointer();
      if (pointer.matches() && places.containsKey(pointer) && !isEnd(token)) {
        throw stop(offset(parser.currentTokenLocation()), "something stands behind its end");
      }
      if (token == JsonToken.VALUE_NUMBER_FLOAT && EXPONENT.matcher(parser.getText()).find()) {
        throw stop(offset(parser.currentTokenLocation()), parser.getText() + " is out of range");
      }
      if (token == JsonToken.FIELD_NAME && !names.element().add(parser.currentName())) {
        tellTwice(parser, places.get(pointer).line());
      }
      if (token == JsonToken.START_OBJECT) {
        names.push(new HashSet<>());
      } else if (token == JsonToken.END_OBJECT) {
        names.pop();
      }
      if (!isEnd(token)) {
        // The name of a field comes before its value, and is where people look.
        places.putIfAbsent(pointer, Place.of(parser.currentTokenLocation()));
      }
    }
    return places;
  }

  private static boolean isEnd(JsonToken token) {
    return token == JsonToken.END_OBJECT || token == JsonToken.END_ARRAY;
  }

  private JsonToken next(JsonParser parser) throws IOException {
    try {
      return parser.nextToken();
    } catch (StreamConstraintsException e) {
      int word = startOfWord(Math.max(0, offset(parser.currentLocation()) - 1));
      boolean isQuoted = word > 0 && mended.charAt(word - 1) == '"';
      throw stop(isQuoted ? word - 1 : word, JsonWords.ofConstraint(e.getOriginalMessage()));
    }
  }

  private void tellTwice(JsonParser parser, int firstLine) throws IOException {
    tell(
        offset(parser.currentTokenLocation()),
        "\""
            + parser.currentName()
            + "\" stands here again, first in line "
            + firstLine
            + "; keep one of both");
  }

  /** Tells why it is no JSON, and puts a comma in when that is all that is missing. */
  private void mend(JsonParseException e) {
    int at = offset(e.getLocation());
    char found = at < mended.length() ? mended.charAt(at) : ' ';
    int gap = mended.substring(0, at).stripTrailing().length();
    if (JsonWords.isComment(e.getOriginalMessage()) || found == '#') {
      throw stop(at, "it has no comments");
    } else if (JsonWords.isNoValue(e.getOriginalMessage())) {
      throw noValue(at);
    } else if (!JsonWords.isMissingComma(e.getOriginalMessage()) || found == ':') {
      throw stop(at, JsonWords.of(e.getOriginalMessage()));
    } else if (gap == at && mended.charAt(at - 1) == '"' && isNoBeginning(at)) {
      throw stop(at, "a quote too many, or one within a text, where it is written \\\"");
    } else if (gap == at && isOfAWord(at)) {
      throw noValue(at);
    }
    tell(gap, "a comma is missing here, before " + beginning(at));
    mended = mended.substring(0, gap) + "," + mended.substring(gap);
    commas.add(gap);
  }

  /** Whether what follows a text at once is no other text. */
  private boolean isNoBeginning(int offset) {
    int next = offset + 1;
    return isOfAWord(offset)
        || (mended.charAt(offset) == '"' && (next == mended.length() || !isOfAWord(next)));
  }

  private InvalidConfiguration noValue(int offset) {
    int start = startOfWord(offset);
    int end = offset;
    while (end < mended.length() && isOfAWord(end)) {
      end++;
    }
    return stop(
        start,
        mended.substring(start, end)
            + " is no value; a number, true, false, null, or a text in double quotes was expected");
  }

  private int startOfWord(int offset) {
    int start = offset;
    while (start > 0 && isOfAWord(start - 1)) {
      start--;
    }
    return start;
  }

  private boolean isOfAWord(int offset) {
    return AROUND_WORDS.indexOf(mended.charAt(offset)) < 0;
  }

  /** What stands there, as far as it serves to find it, and its line. */
  private String beginning(int start) {
    int end = Math.min(mended.length(), start + 1);
    while (end < mended.length() && "\"\n,:".indexOf(mended.charAt(end)) < 0) {
      end++;
    }
    boolean isClosed = end < mended.length() && mended.charAt(end) == '"';
    return mended.substring(start, isClosed ? end + 1 : end).strip()
        + " in line "
        + Place.of(mended, start).line();
  }

  private int offset(JsonLocation location) {
    return Math.max(0, Math.min(mended.length(), (int) location.getCharOffset()));
  }

  private InvalidConfiguration stop(int offset, String message) {
    tell(offset, "this is no JSON: " + message);
    return new InvalidConfiguration(findings.all());
  }

  /** Tells something of a place in the mended text, at the place in the text of the file. */
  private void tell(int offset, String message) {
    int added = (int) commas.stream().filter(comma -> comma < offset).count();
    findings.add(new Finding(Severity.error, Place.of(text, offset - added), "", message));
  }
}
