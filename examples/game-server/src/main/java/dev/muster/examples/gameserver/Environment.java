package dev.muster.examples.gameserver;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The environment variables, read as what they should be. A variable that is not is noted and read
 * as if it were absent, so that all problems can be told at once. No value is ever part of a
 * problem's text: some are secret.
 */
final class Environment {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final Map<String, String> variables;
  private final List<String> problems = new ArrayList<>();

  Environment(Map<String, String> variables) {
    this.variables = Map.copyOf(variables);
  }

  /** The variable's text; empty when it is absent or blank. */
  Optional<String> text(String name) {
    return Optional.ofNullable(variables.get(name)).filter(value -> !value.isBlank());
  }

  /** The whole number of the variable, {@code absent} when there is none. */
  int number(String name, int least, int greatest, int absent) {
    var text = text(name);
    if (text.isEmpty()) {
      return absent;
    }
    try {
      int number = Integer.parseInt(text.get().strip());
      if (number >= least && number <= greatest) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Told below, like a number out of range.
    }
    problem(name, "expected a whole number from " + least + " to " + greatest);
    return absent;
  }

  /** The JSON object of the variable; an empty one when there is none. */
  JsonNode object(String name) {
    return json(name, "a JSON object")
        .filter(node -> isA(node.isObject(), name, "a JSON object"))
        .orElseGet(JSON::createObjectNode);
  }

  /** The strings of a JSON array; none when the variable is absent. */
  List<String> strings(String name) {
    String expected = "a JSON array of strings";
    return json(name, expected)
        .filter(node -> isA(isStrings(node), name, expected))
        .map(Environment::toStrings)
        .orElse(List.of());
  }

  /** The JSON object of string arrays, in the order of the text; empty when there is none. */
  Map<String, List<String>> lists(String name) {
    var lists = new LinkedHashMap<String, List<String>>();
    for (var field : object(name).properties()) {
      if (isA(isStrings(field.getValue()), name, "a JSON object whose values are string arrays")) {
        lists.put(field.getKey(), toStrings(field.getValue()));
      }
    }
    return lists;
  }

  /** Notes what is wrong with a variable. */
  void problem(String name, String message) {
    problems.add(name + ": " + message);
  }

  /**
   * Does nothing while every variable read so far was fine.
   *
   * @throws InvalidEnvironment with all problems noted
   */
  void refuseProblems() {
    if (!problems.isEmpty()) {
      throw new InvalidEnvironment(problems);
    }
  }

  private Optional<JsonNode> json(String name, String expected) {
    var text = text(name);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(JSON.readTree(text.get()));
    } catch (JsonProcessingException e) {
      problem(name, "expected " + expected);
      return Optional.empty();
    }
  }

  private boolean isA(boolean holds, String name, String expected) {
    if (!holds) {
      problem(name, "expected " + expected);
    }
    return holds;
  }

  private static boolean isStrings(JsonNode node) {
    if (!node.isArray()) {
      return false;
    }
    for (var item : node) {
      if (!item.isTextual()) {
        return false;
      }
    }
    return true;
  }

  private static List<String> toStrings(JsonNode array) {
    var strings = new ArrayList<String>(array.size());
    array.forEach(item -> strings.add(item.textValue()));
    return List.copyOf(strings);
  }
}
