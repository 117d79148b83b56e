package dev.muster.cli.validate;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Reads JSON as kubectl does, which does not take it for YAML: tabs may indent, and nothing but
 * JSON may stand in it.
 */
final class JsonDocuments {
  private static final JsonFactory JSON = new JsonFactory();

  private final JsonParser parser;

  private JsonDocuments(JsonParser parser) {
    this.parser = parser;
  }

  /** Whether kubectl takes a file for JSON: by its first letter, whatever its name is. */
  static boolean isJson(String text) {
    return text.stripLeading().startsWith("{");
  }

  /**
   * Reads the objects, which may stand one after the other.
   *
   * @throws com.fasterxml.jackson.core.JsonProcessingException at what is no JSON; the objects
   *     before it have been given
   */
  static void read(String text, Consumer<Node> each) throws IOException {
    try (var parser = JSON.createParser(text)) {
      var documents = new JsonDocuments(parser);
      while (parser.nextToken() != null) {
        each.accept(documents.node());
      }
    }
  }

  private Node node() throws IOException {
    var start = mark();
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(start);
      case START_ARRAY -> array(start);
      case VALUE_STRING -> scalar(Tag.STR, start, ScalarStyle.DOUBLE_QUOTED);
      case VALUE_NUMBER_INT -> scalar(Tag.INT, start, ScalarStyle.PLAIN);
      case VALUE_NUMBER_FLOAT -> scalar(Tag.FLOAT, start, ScalarStyle.PLAIN);
      case VALUE_NULL -> scalar(Tag.NULL, start, ScalarStyle.PLAIN);
      default -> scalar(Tag.BOOL, start, ScalarStyle.PLAIN);
    };
  }

  private Node object(Mark start) throws IOException {
    var members = new ArrayList<NodeTuple>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      var name = scalar(Tag.STR, mark(), ScalarStyle.DOUBLE_QUOTED);
      parser.nextToken();
      members.add(new NodeTuple(name, node()));
    }
    return new MappingNode(Tag.MAP, true, members, start, mark(), FlowStyle.FLOW);
  }

  private Node array(Mark start) throws IOException {
    List<Node> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(node());
    }
    return new SequenceNode(Tag.SEQ, true, items, start, mark(), FlowStyle.FLOW);
  }

  private Node scalar(Tag tag, Mark start, ScalarStyle style) throws IOException {
    return new ScalarNode(tag, parser.getText(), start, mark(), style);
  }

  private Mark mark() {
    var at = parser.currentTokenLocation();
    return new Mark("", 0, at.getLineNr() - 1, at.getColumnNr() - 1, new int[0], 0);
  }
}
