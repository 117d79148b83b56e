package dev.muster.devcluster.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.devcluster.store.Cause;
import dev.muster.devcluster.store.Names;
import dev.muster.devcluster.store.Refusal;
import dev.muster.devcluster.store.StatusException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A condition on labels, in the grammar of Kubernetes: {@code a=b,c!=d,e in (f,g),h,!i}. */
final class LabelSelector implements Predicate<JsonNode> {
  private static final Pattern TOKEN =
      Pattern.compile("\\s*(?:(==|!=|=|!|,|\\(|\\)|>|<)|([^\\s=!,()><]+))");

  private final List<Predicate<JsonNode>> requirements = new ArrayList<>();
  private final List<String> tokens = new ArrayList<>();
  private int next;

  private LabelSelector() {}

  /**
   * Reads a selector; an empty text selects all.
   *
   * @throws StatusException 400 that tells where it is wrong
   */
  static LabelSelector parse(String text) {
    var selector = new LabelSelector();
    Matcher match = TOKEN.matcher(text);
    while (match.find()) {
      selector.tokens.add(match.group(1) != null ? match.group(1) : match.group(2));
    }
    if (!selector.tokens.isEmpty()) {
      selector.selector();
    }
    return selector;
  }

  @Override
  public boolean test(JsonNode labels) {
    return requirements.stream().allMatch(requirement -> requirement.test(labels));
  }

  private String peek() {
    return next < tokens.size() ? tokens.get(next) : "";
  }

  private String take() {
    var token = peek();
    next++;
    return token;
  }

  private static boolean isWord(String token) {
    return !token.isEmpty()
        && !Set.of("==", "!=", "=", "!", ",", "(", ")", ">", "<").contains(token);
  }

  private void selector() {
    while (true) {
      if (!isWord(peek()) && !peek().equals("!")) {
        throw bad("found '" + peek() + "', expected: !, identifier, or 'end of string'");
      }
      requirement();
      var separator = take();
      if (separator.isEmpty()) {
        return;
      }
      if (!separator.equals(",")) {
        throw bad("found '" + separator + "', expected: ',' or 'end of string'");
      }
      if (!isWord(peek()) && !peek().equals("!")) {
        throw bad("found '" + peek() + "', expected: identifier after ','");
      }
    }
  }

  private void requirement() {
    if (peek().equals("!")) {
      take();
      var key = key(take());
      requirements.add(labels -> !labels.has(key));
      return;
    }
    var key = key(take());
    if (peek().isEmpty() || peek().equals(",")) {
      requirements.add(labels -> labels.has(key));
      return;
    }
    var operator = take();
    switch (operator) {
      case "=", "==" -> {
        var value = value(key, exact());
        requirements.add(
            labels ->
                labels.path(key).asText(null) != null && labels.path(key).asText().equals(value));
      }
      case "!=" -> {
        var value = value(key, exact());
        requirements.add(labels -> !labels.has(key) || !labels.path(key).asText().equals(value));
      }
      case "in" -> {
        var values = values(key);
        requirements.add(labels -> labels.has(key) && values.contains(labels.path(key).asText()));
      }
      case "notin" -> {
        var values = values(key);
        requirements.add(labels -> !labels.has(key) || !values.contains(labels.path(key).asText()));
      }
      case ">", "<" -> compare(key, operator.equals(">"));
      default -> throw unparsed("found '" + operator + "', expected: in, notin, =, ==, !=, gt, lt");
    }
  }

  private void compare(String key, boolean greater) {
    var limit = exact();
    if (!limit.matches("-?[0-9]{1,18}")) {
      throw unparsed(
          "values[0]: Invalid value: "
              + Cause.quote(limit)
              + ": for 'Gt', 'Lt' operators, the value must be an integer");
    }
    long bound = Long.parseLong(limit);
    requirements.add(
        labels -> {
          var text = labels.path(key).asText();
          if (!text.matches("-?[0-9]{1,18}")) {
            return false;
          }
          long value = Long.parseLong(text);
          return greater ? value > bound : value < bound;
        });
  }

  private String exact() {
    if (peek().isEmpty() || peek().equals(",")) {
      return "";
    }
    return take();
  }

  private Set<String> values(String key) {
    var open = take();
    if (!open.equals("(")) {
      throw unparsed("found '" + open + "' expected: '('");
    }
    var values = new TreeSet<String>();
    boolean wanted = true;
    while (!peek().equals(")")) {
      var token = take();
      if (token.isEmpty()) {
        throw unparsed("found '', expected: ',', or ')'");
      }
      if (token.equals(",")) {
        if (wanted) {
          values.add("");
        }
        wanted = true;
      } else {
        values.add(value(key, token));
        wanted = false;
      }
    }
    take();
    if (wanted) {
      values.add("");
    }
    return values;
  }

  private static String key(String key) {
    var faults = Names.qualified(key);
    if (!faults.isEmpty()) {
      throw unparsed(
          "<nil>: Invalid value: " + Cause.quote(key) + ": " + String.join("; ", faults));
    }
    return key;
  }

  private static String value(String key, String value) {
    Names.labelValue(value)
        .ifPresent(
            fault -> {
              throw unparsed(
                  "values[0][" + key + "]: Invalid value: " + Cause.quote(value) + ": " + fault);
            });
    return value;
  }

  private static StatusException unparsed(String why) {
    return bad("unable to parse requirement: " + why);
  }

  private static StatusException bad(String why) {
    return Refusal.badRequest(why);
  }
}
