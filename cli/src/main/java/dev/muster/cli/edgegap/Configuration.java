package dev.muster.cli.edgegap;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.muster.cli.edgegap.Finding.Severity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A configuration of Edgegap's matchmaker: its JSON, and where each value stands.
 *
 * @param json the whole
 * @param places of values and, for fields, of their names
 */
public record Configuration(JsonNode json, Map<JsonPointer, Place> places) {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();
  private static final Pattern COMMA = Pattern.compile("was expecting comma to separate");
  private static final Pattern SOURCE = Pattern.compile("\\n? at \\[Source.*", Pattern.DOTALL);

  /**
   * Reads a configuration.
   *
   * @throws InvalidConfiguration when it is no JSON; missing commas are told all at once
   */
  public static Configuration parse(String text) {
    var whole = text.startsWith("\uFEFF") ? text.substring(1) : text;
    var findings = new ArrayList<Finding>();
    while (true) {
      try {
        var read = read(whole);
        if (!findings.isEmpty()) {
          throw new InvalidConfiguration(findings);
        }
        return read;
      } catch (JsonProcessingException e) {
        int offset = offset(whole, e);
        if (!(e instanceof JsonParseException) || !COMMA.matcher(e.getMessage()).find()) {
          findings.add(finding(Place.of(whole, offset), said(e)));
          throw new InvalidConfiguration(findings);
        }
        int gap = whole.substring(0, offset).stripTrailing().length();
        findings.add(finding(Place.of(whole, gap), missingComma(whole, offset)));
        // Goes on as if it were there, to tell the next one as well.
        whole = whole.substring(0, gap) + "," + whole.substring(gap);
      }
    }
  }

  private static Configuration read(String text) throws JsonProcessingException {
    return new Configuration(JSON.readTree(text), places(text));
  }

  private static Map<JsonPointer, Place> places(String text) throws JsonProcessingException {
    var places = new HashMap<JsonPointer, Place>();
    try (JsonParser parser = JSON.createParser(text)) {
      for (var token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token != JsonToken.END_OBJECT && token != JsonToken.END_ARRAY) {
          // The name of a field comes before its value, and is where people look.
          places.putIfAbsent(
              parser.getParsingContext().pathAsPointer(), Place.of(parser.currentTokenLocation()));
        }
      }
      return places;
    } catch (JsonProcessingException e) {
      throw e;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int offset(String text, JsonProcessingException e) {
    var location = e.getLocation();
    if (location == null) {
      return 0;
    }
    // What is one value too many is only told when it has begun.
    int past = e instanceof JsonParseException ? 0 : 1;
    return Math.max(0, Math.min(text.length(), (int) location.getCharOffset() - past));
  }

  private static String missingComma(String text, int offset) {
    int next = offset;
    while (next < text.length() && Character.isWhitespace(text.charAt(next))) {
      next++;
    }
    int end = Math.min(text.length(), next + 1);
    while (end < text.length() && "\"\n,:".indexOf(text.charAt(end)) < 0) {
      end++;
    }
    boolean closed = end < text.length() && text.charAt(end) == '"';
    return "a comma is missing here, before "
        + text.substring(next, closed ? end + 1 : end).strip()
        + " in line "
        + Place.of(text, next).line();
  }

  private static String said(JsonProcessingException e) {
    return "this is no JSON: " + SOURCE.matcher(e.getOriginalMessage()).replaceAll("");
  }

  private static Finding finding(Place place, String message) {
    return new Finding(Severity.error, place, "", message);
  }

  Value root() {
    return new Value(json, JsonPointer.empty(), "", this);
  }

  Place place(JsonPointer pointer) {
    return places.getOrDefault(pointer, Place.START);
  }
}
