package dev.muster.cli.explain;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** What a runtime says of a ticket, as lines for people. Pure. */
public final class ExplanationText {
  private static final List<String> HEADINGS =
      List.of("RULE", "TYPE", "REFUSES", "ALONE", "NEAREST MISS");

  private ExplanationText() {}

  /**
   * The lines.
   *
   * @param json as the runtime answers
   */
  public static List<String> of(JsonNode json) {
    var lines = new ArrayList<String>();
    lines.add(
        "Ticket "
            + json.path("ticket_id").asText()
            + " of queue "
            + json.path("profile").asText()
            + ": "
            + json.path("status").asText());
    lines.add(json.path("summary").asText());
    if (json.has("profiles")) {
      json.path("profiles").forEach(profile -> lines.addAll(profile(profile)));
    } else if (json.has("search")) {
      lines.addAll(search(json.path("search")));
    }
    return lines;
  }

  /** One of several that the ticket names. */
  private static List<String> profile(JsonNode profile) {
    var lines = new ArrayList<String>();
    lines.add("");
    lines.add("Profile " + profile.path("profile").asText());
    lines.add(profile.path("summary").asText());
    if (profile.has("search")) {
      lines.addAll(search(profile.path("search")));
    }
    return lines;
  }

  private static List<String> search(JsonNode search) {
    var lines = new ArrayList<String>();
    lines.add("");
    lines.add(
        "It has searched for "
            + search.path("age_seconds").asText()
            + " s and is at stage "
            + search.path("stage").asText()
            + "; its search ends at "
            + search.path("expires_at").asText()
            + ".");
    if (!search.path("match_at").isNull()) {
      lines.add(
          "If nobody comes or leaves, it will be in a match at "
              + search.path("match_at").asText()
              + ".");
    }
    var candidates = search.path("candidates");
    if (candidates.path("looked_at").asInt() < candidates.path("waiting").asInt()) {
      lines.add(
          "Looked at: "
              + candidates.path("looked_at").asInt()
              + " of "
              + candidates.path("waiting").asInt()
              + " others, those that wait longest.");
    }
    lines.add("");
    lines.addAll(table(search.path("rules")));
    lines.add("");
    lines.addAll(nextStage(search.path("next_stage")));
    lines.addAll(counterfactuals(search));
    return lines;
  }

  private static List<String> table(JsonNode rules) {
    var rows = new ArrayList<List<String>>();
    rows.add(HEADINGS);
    rules.forEach(
        rule ->
            rows.add(
                List.of(
                    rule.path("rule").asText(),
                    rule.path("type").asText(),
                    rule.path("refused").asText(),
                    rule.path("refused_alone").asText(),
                    nearestMiss(rule.path("nearest_miss")))));
    var widths = new int[HEADINGS.size()];
    for (var row : rows) {
      for (int i = 0; i < widths.length - 1; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length() + 2);
      }
    }
    return rows.stream().map(row -> line(row, widths)).toList();
  }

  private static String line(List<String> row, int[] widths) {
    var line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      line.append(row.get(i));
      line.append(" ".repeat(Math.max(0, widths[i] - row.get(i).length())));
    }
    return line.toString().stripTrailing();
  }

  private static String nearestMiss(JsonNode miss) {
    if (miss.isNull()) {
      return "-";
    }
    var after = miss.path("accepted_after_seconds");
    return miss.path("message").asText()
        + (after.isNull()
            ? "; no stage accepts it"
            : "; accepted when both have searched for " + after.asText() + " s");
  }

  private static List<String> nextStage(JsonNode next) {
    return List.of(
        next.isNull()
            ? "It is at the last stage."
            : "Stage "
                + next.path("name").asText()
                + " comes in "
                + next.path("in_seconds").asText()
                + " s ("
                + (next.path("changes").isEmpty()
                    ? "changes nothing"
                    : changes(next.path("changes")))
                + "); then "
                + accepted(next.path("accepted").asInt(), next.path("accepted_later").asInt()));
  }

  private static String accepted(int atOnce, int later) {
    var accepted = atOnce + (atOnce == 1 ? " is accepted" : " are accepted");
    return later == 0
        ? accepted + "."
        : accepted
            + " at that moment, and "
            + later
            + (later == 1 ? " more when it comes" : " more when they come")
            + " to that stage "
            + (later == 1 ? "itself." : "themselves.");
  }

  private static String changes(JsonNode changes) {
    return StreamSupport.stream(changes.spliterator(), false)
        .map(
            change ->
                change.path("rule").asText()
                    + "."
                    + change.path("attribute").asText()
                    + " "
                    + change.path("from").asText()
                    + " -> "
                    + change.path("to").asText())
        .collect(Collectors.joining(", "));
  }

  private static List<String> counterfactuals(JsonNode search) {
    var lines = new ArrayList<String>();
    if (!search.path("counterfactuals").isEmpty()) {
      lines.add("");
      lines.add("Tried on a copy of the queue:");
    }
    for (var told : search.path("counterfactuals")) {
      lines.add("  " + told.path("message").asText() + tickets(told) + stage(told));
    }
    if (!search.path("complete").asBoolean()) {
      lines.add("(There was more to try; the work for one answer is bounded.)");
    }
    return lines;
  }

  private static String tickets(JsonNode told) {
    return told.has("tickets")
        ? StreamSupport.stream(told.path("tickets").spliterator(), false)
            .map(JsonNode::asText)
            .collect(Collectors.joining(" ", ": ", ""))
        : "";
  }

  private static String stage(JsonNode told) {
    var stage = told.path("from_stage").asText();
    return stage.equals("initial") ? "" : " (from stage " + stage + " on)";
  }
}
