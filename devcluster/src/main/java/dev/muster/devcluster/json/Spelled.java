package dev.muster.devcluster.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * An object that remembers how it was written, white space included. It is not told apart from
 * another of the same members, and must not be changed.
 */
@SuppressWarnings("unchecked") // as ObjectNode itself needs for deepCopy
public final class Spelled extends ObjectNode {
  private static final long serialVersionUID = 1L;
  private static final JsonFactory FACTORY = new JsonFactory();

  private final String spelling;

  private Spelled(ObjectNode members, String spelling) {
    super(JsonNodeFactory.instance);
    setAll(members);
    this.spelling = spelling;
  }

  /** Lets the object's member remember how it is written in the text of the object. */
  public static void keep(ObjectNode object, String member, String text) {
    if (object.get(member) instanceof ObjectNode members) {
      object.set(member, new Spelled(members, spelling(text, member)));
    }
  }

  private static String spelling(String text, String member) {
    try (var parser = FACTORY.createParser(text)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean found = parser.currentName().equals(member);
        parser.nextToken();
        long start = parser.currentTokenLocation().getCharOffset();
        parser.skipChildren();
        if (found) {
          return text.substring((int) start, (int) parser.currentLocation().getCharOffset());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw new IllegalArgumentException("no member " + member);
  }

  /** The text of a tree, as it was written if that is remembered. */
  public static String text(JsonNode node) {
    return node instanceof Spelled spelled ? spelled.spelling : Json.text(node);
  }

  /** The same without any memory. */
  public static ObjectNode forget(ObjectNode object) {
    return Json.object().setAll(object);
  }

  @Override
  public ObjectNode deepCopy() {
    return new Spelled(super.deepCopy(), spelling);
  }

  @Override
  public boolean equals(Object other) {
    return super.equals(other);
  }

  @Override
  public int hashCode() {
    return super.hashCode();
  }
}
